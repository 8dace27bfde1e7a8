import type { Theme } from 'vitepress';
// Without the web fonts of the theme: pages use the fonts of the system.
import DefaultTheme from 'vitepress/theme-without-fonts';
import LiveCode from './LiveCode.vue';
import './style.css';

export default {
  extends: DefaultTheme,
  enhanceApp({ app }) {
    app.component('LiveCode', LiveCode);
  },
} satisfies Theme;
