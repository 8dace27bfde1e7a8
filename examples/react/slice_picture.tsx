import type { ReactNode } from 'react';
import type { Mask, Volume } from 'voxmetry';
import { useLab, useView } from 'voxmetry/react';

/** The middle slice of a volume, and a mask over it in orange, drawn by the GPU. */
export function SlicePicture({ scan, solid }: { scan: Volume; solid: Mask }): ReactNode {
  const { lab } = useLab();
  const { ref, error } = useView(lab, () => ({ layers: [{ grid: scan }, { grid: solid }] }), [
    scan,
    solid,
  ]);
  const [width, height] = scan.size;
  return (
    <>
      <div ref={ref} className="picture" style={{ aspectRatio: `${width} / ${height}` }} />
      {error && <p role="alert">{error.message}</p>}
    </>
  );
}
