export { VoxElement } from './element.js';
export { language, setLanguage, type Language } from './language.js';
export { VoxProgress } from './elements/vox-progress.js';
