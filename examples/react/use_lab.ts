import { useEffect, useState } from 'react';
import { openLab, VoxmetryError, type Lab } from 'voxmetry';

/** A lab, or why there is none; neither while it opens. */
export interface LabState {
  readonly lab?: Lab;
  readonly error?: VoxmetryError;
}

/**
 * A lab that lives as long as the component: opened when it mounts, disposed when it unmounts, also
 * where React mounts twice (StrictMode) or unmounts before the lab is open.
 */
export function useLab(): LabState {
  const [state, setState] = useState<LabState>({});

  useEffect(() => {
    const controller = new AbortController();
    const { signal } = controller;
    const opening = openLab({ signal });
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
  }, []);

  return state;
}
