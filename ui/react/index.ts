export { LabProvider, useLab, type LabProviderProps, type LabState } from './lab_provider.js';
export { useQuery, type QueryState, type Runnable } from './use_query.js';
export { useView, type ViewState } from './use_view.js';
