export { VoxElement } from './element.js';
export { language, setLanguage, type Language } from './language.js';
export { Link } from './session/link.js';
export { VoxProgress } from './elements/vox-progress.js';
export { VoxSliceView, type ShownSlice } from './elements/vox-slice-view.js';
export type { PickDetail } from './views/pointed.js';
export { VoxVolumeView } from './elements/vox-volume-view.js';
