// Components of the site, to the compiler; Vue's own compiler reads what is in them.
declare module '*.vue' {
  import type { DefineComponent } from 'vue';
  const component: DefineComponent;
  export default component;
}
