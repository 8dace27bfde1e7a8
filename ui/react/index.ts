export { LabProvider, useLab, type LabProviderProps, type LabState } from './lab_provider.js';
export { useQuery, type QueryState } from './use_query.js';
