/** Name and version of this library, as written into provenances. */
export const LIBRARY = 'voxmetry 0.1.0';
