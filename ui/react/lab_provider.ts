import {
  createContext,
  createElement,
  useContext,
  useEffect,
  useState,
  type ReactNode,
} from 'react';
import { openLab, VoxmetryError, type Lab, type OpenLabOptions } from 'voxmetry';

/** A lab, or why there is none; neither while it opens. */
export interface LabState {
  readonly lab?: Lab | undefined;
  readonly error?: VoxmetryError | undefined;
}

/** What a {@link LabProvider} takes. */
export interface LabProviderProps {
  readonly children?: ReactNode;
  /** How the lab is opened; taken when the provider mounts. */
  readonly options?: Omit<OpenLabOptions, 'signal'> | undefined;
  /** A lab of your own, which the provider does not dispose. */
  readonly lab?: Lab | undefined;
}

const LabContext = createContext<LabState | undefined>(undefined);

/**
 * Opens a lab for the components inside it, and disposes it when it unmounts: also where React
 * mounts twice (StrictMode), or unmounts before the lab is open.
 */
export function LabProvider({ children, options, lab: own }: LabProviderProps): ReactNode {
  const [state, setState] = useState<LabState>({});
  const [first] = useState(options);
  useEffect(() => {
    if (own !== undefined) return undefined;
    const controller = new AbortController();
    const { signal } = controller;
    const opening = openLab({ ...first, signal });
    opening.then(
      (lab) => {
        if (!signal.aborted) setState({ lab });
      },
      (error: unknown) => {
        if (!signal.aborted) setState({ error: VoxmetryError.from(error) });
      },
    );
    return () => {
      controller.abort();
      setState({});
      // The abort ends a lab that is opening; one that was open already ends here.
      opening.then(
        (lab) => lab.dispose(),
        () => undefined,
      );
    };
  }, [own, first]);
  const value = own === undefined ? state : { lab: own };
  return createElement(LabContext.Provider, { value }, children);
}

/**
 * The lab of the {@link LabProvider} around the component; no lab while it opens.
 *
 * @throws Error where there is no provider.
 */
export function useLab(): LabState {
  const state = useContext(LabContext);
  if (state === undefined)
    throw new Error('useLab: there is no <LabProvider> around the component.');
  return state;
}
