/** Where the command line writes. */
export interface Streams {
  readonly out: (text: string) => void;
  readonly error: (text: string) => void;
  /** Shows how far a run is, in place of what it showed before; left out where nobody watches. */
  readonly progress?: ((text: string) => void) | undefined;
}
