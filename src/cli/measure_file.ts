import { join } from 'node:path';
import type { Lab } from '../index.js';
import { readAbout, type AboutFlags } from './about.js';
import type { About } from './analysis.js';
import type { MissingPart } from './found.js';
import { openInputFile, type InputFile } from './input_file.js';
import { interruptible } from './interrupt.js';
import { inFolder, type OutputFolder } from './output_folder.js';
import { profileText, staged } from './profile.js';
import type { Runtime } from './runtime.js';
import type { Streams } from './streams.js';
import { asStage } from '../recipe/as_stage.js';
import { Stages } from '../recipe/stages.js';
import { exitOfMissing } from './usage.js';

/** What a command that measures one file is told. */
interface FileJob extends AboutFlags {
  /** Undefined: a sample is made and measured. */
  readonly file: string | undefined;
  readonly out: string;
  /** Whether to print where the time went. */
  readonly profile: boolean;
}

/** A sample on disk. */
interface MadeSample {
  /** Path of its image, until the folder is committed. */
  readonly file: string;
  /** Names of its files in the folder. */
  readonly names: readonly string[];
}

/** What a command found, in files. */
export interface MeasuredFile {
  /** Texts by the names of their files; `result.json` tells of the others. */
  readonly texts: Readonly<Record<string, string>>;
  /** Left out by commands that draw none. */
  readonly figures?: readonly { readonly name: string; readonly content: string | Uint8Array }[];
  /** Files of results before that these results do not have. */
  readonly absent: readonly string[];
  /** What is printed. */
  readonly summary: string;
  readonly missing: readonly MissingPart[];
}

/**
 * Measures a file, or a sample where none is given, writes what was found into a folder as a whole,
 * and resolves to the exit code. What can be refused without a GPU is refused first.
 */
export async function measureFile<S extends MadeSample>(
  job: FileJob,
  streams: Streams,
  runtime: Runtime,
  {
    makeSample,
    measure,
  }: {
    readonly makeSample: (folder: OutputFolder) => Promise<S>;
    readonly measure: (given: {
      readonly lab: Lab;
      readonly input: InputFile;
      readonly about: About;
      readonly sample: S | undefined;
      readonly signal: AbortSignal;
    }) => Promise<MeasuredFile>;
  },
): Promise<number> {
  const stages = job.profile ? new Stages() : undefined;
  const started = stages?.begin('start the program');
  const given = job.file === undefined ? undefined : await openInputFile(job.file);
  const about = await readAbout(job);
  const elsewhere = await runtime.elsewhere?.(stages);
  started?.();
  if (elsewhere !== undefined) return elsewhere;
  return interruptible(streams, (signal) =>
    inFolder(job.out, signal, async (folder) => {
      const sample =
        given === undefined
          ? await asStage(stages, 'make the sample', () => makeSample(folder))
          : undefined;
      const input = staged(given ?? (await openInputFile(sample?.file ?? '')), stages);
      const lab = await asStage(stages, 'open the GPU', () => runtime.open({ signal, stages }));
      try {
        const found = await asStage(stages, 'tables and figures', () =>
          measure({ lab, input, about, sample, signal }),
        );
        const write = stages?.begin('write');
        const { texts, figures, absent, summary, missing } = found;
        for (const [name, text] of Object.entries(texts)) await folder.write(name, [text]);
        for (const { name, content } of figures ?? []) await folder.write(name, [content]);
        const names = [...Object.keys(texts), ...(figures ?? []).map(({ name }) => name)];
        await folder.commit([...(sample?.names ?? []), ...names], 'result.json', absent);
        write?.();
        const files = Object.keys(texts).map((name) => join(folder.path, name));
        const drawn = figures === undefined ? '' : `, and ${String(figures.length)} figures`;
        const profile = stages === undefined ? '' : `\n${profileText(stages.lap())}`;
        streams.out(`${summary}\nwritten: ${files.join(', ')}${drawn}\n${profile}`);
        const { line, code } = exitOfMissing(missing);
        if (code !== 0) streams.error(`${line}\n`);
        return code;
      } finally {
        await lab.dispose();
      }
    }),
  );
}
