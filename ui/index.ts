export { VoxElement } from './element.js';
export { language, setLanguage, type Language } from './language.js';
export * from './session/index.js';
export { VoxOpForm, type GridChoice, type OptionsDetail } from './elements/vox-op-form.js';
export { VoxPalette } from './elements/vox-palette.js';
export { VoxRecipe, type WipeDetail } from './elements/vox-recipe.js';
export { VoxResults, type ShownResult } from './elements/vox-results.js';
export { VoxProgress } from './elements/vox-progress.js';
