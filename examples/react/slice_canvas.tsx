import { useLayoutEffect, useRef, type ReactNode } from 'react';
import type { Plane } from 'voxmetry';

/** A slice in grey, stretched from its minimum to its maximum, and a mask over it in orange. */
export function SliceCanvas({ image, mask }: { image: Plane; mask: Plane }): ReactNode {
  const canvas = useRef<HTMLCanvasElement>(null);

  // Before the browser paints: no empty canvas is ever seen.
  useLayoutEffect(() => {
    let [low, high] = [Infinity, -Infinity];
    for (const value of image.data) {
      if (value < low) low = value;
      if (value > high) high = value;
    }
    const picture = new ImageData(...image.size);
    image.data.forEach((value, i) => {
      const grey = (255 * (value - low)) / (high - low || 1);
      const rgb = mask.data[i]
        ? [0.6 * grey + 102, 0.6 * grey + 51, 0.6 * grey]
        : [grey, grey, grey];
      picture.data.set([...rgb, 255], 4 * i);
    });
    canvas.current?.getContext('2d')?.putImageData(picture, 0, 0);
  }, [image, mask]);

  return <canvas ref={canvas} width={image.size[0]} height={image.size[1]} />;
}
