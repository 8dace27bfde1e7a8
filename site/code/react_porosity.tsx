import { useState, type ReactNode } from 'react';
import type { Lab, RunOptions, Volume } from 'voxmetry';
import { LabProvider, useLab, useQuery } from 'voxmetry/react';
import { syntheticCathode } from 'voxmetry/synthetic';

export function App(): ReactNode {
  return (
    <LabProvider>
      <Porosity />
    </LabProvider>
  );
}

// Or a File: lab.open(file, { spacing, unit, signal }).
function openScan(lab: Lab, { signal }: RunOptions): Promise<Volume> {
  const { volume } = syntheticCathode({ size: [64, 64, 48] });
  return lab.open(volume, { ...volume, signal });
}

function Porosity(): ReactNode {
  const [level, setLevel] = useState(25_000);
  const { lab, error: noLab } = useLab(); // neither, while the lab opens
  const { value: scan } = useQuery(() => lab && ((options) => openScan(lab, options)), [lab]);
  const porosity = useQuery(() => scan?.threshold({ hi: level }).fraction(), [scan, level]);

  const failure = noLab ?? porosity.error;
  if (failure) return <p role="alert">{failure.message}</p>;
  return (
    <>
      <label>
        Threshold
        <input
          type="range"
          min={15_000}
          max={35_000}
          value={level}
          onChange={({ target }) => {
            setLevel(target.valueAsNumber);
          }}
        />
      </label>
      {porosity.state === 'running' && <progress value={porosity.progress} />}
      <output data-stale={porosity.stale}>{porosity.value?.value.toFixed(4)}</output>
    </>
  );
}
