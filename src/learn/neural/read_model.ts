// What an ONNX file says of its graph, without its weights: https://onnx.ai/onnx/repo-docs/IR.html
import { VoxmetryError } from '../../recipe/errors.js';
import { fieldsOf, integersOf, type Field } from './protobuf.js';

/** An input or output of a model. */
export interface ModelValue {
  readonly name: string;
  /** The code of the type of its elements: 1 is f32, 10 is f16. */
  readonly type: number;
  /** Lengths of its axes; 0 where any fits. */
  readonly shape: readonly number[];
}

/** A step of a model's graph. */
export interface ModelNode {
  readonly op: string;
  readonly name: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /** Attributes that are lists of integers. */
  readonly lists: ReadonlyMap<string, readonly number[]>;
  /** Attributes that are one integer. */
  readonly integers: ReadonlyMap<string, number>;
}

/** A tensor that a model holds: its shape and its bytes, and its values where they are a few. */
export interface ModelWeights {
  readonly dims: readonly number[];
  readonly bytes: number;
  /** Of f32; else undefined. */
  readonly floats: readonly number[] | undefined;
}

/** A model as far as it is looked at here. */
export interface Model {
  readonly inputs: readonly ModelValue[];
  readonly outputs: readonly ModelValue[];
  readonly nodes: readonly ModelNode[];
  readonly weights: ReadonlyMap<string, ModelWeights>;
}

/** Bytes of an element, by the code of its type. */
const ELEMENT_BYTES: Readonly<Record<number, number>> = {
  ...{ 1: 4, 2: 1, 3: 1, 4: 2, 5: 2, 6: 4, 7: 8, 9: 1 },
  ...{ 10: 2, 11: 8, 12: 4, 13: 8, 16: 2 },
};
const FLOAT = 1;
/** Lists of factors are this long at most. */
const FEW = 8;

/**
 * Reads the graph of an ONNX file.
 *
 * @throws VoxmetryError `corrupt-file` for what is no ONNX file; `unsupported-format` where weights
 * lie in other files.
 */
export function readModel(bytes: Uint8Array): Model {
  const graph = fieldsOf(bytes)?.find(({ number }) => number === 7);
  const fields = graph && fieldsOf(graph.bytes);
  if (fields?.some(({ number }) => number === 1) !== true)
    throw new VoxmetryError(
      'corrupt-file',
      `neuralNetwork: ${String(bytes.length)} bytes that are no ONNX model, or not all of it. Give the whole .onnx file, as torch.onnx.export writes it.`,
      { op: 'neuralNetwork' },
    );
  const of = (wanted: number): Uint8Array[] =>
    fields.filter(({ number }) => number === wanted).map(({ bytes: part }) => part);
  const weights = new Map(of(5).map(weightsOf));
  return {
    // Files of old versions list their weights as inputs too.
    inputs: of(11)
      .map(valueOf)
      .filter(({ name }) => !weights.has(name)),
    outputs: of(12).map(valueOf),
    nodes: of(1).map(nodeOf),
    weights,
  };
}

function nodeOf(bytes: Uint8Array): ModelNode {
  const fields = fieldsOf(bytes) ?? [];
  const [lists, integers] = [new Map<string, readonly number[]>(), new Map<string, number>()];
  for (const attribute of fields.filter(({ number }) => number === 5)) {
    const parts = fieldsOf(attribute.bytes) ?? [];
    const name = textOf(parts, 1);
    const list = parts.filter(({ number }) => number === 8).flatMap(integersOf);
    if (list.length > 0) lists.set(name, list);
    const one = parts.find(({ number }) => number === 3);
    if (one !== undefined) integers.set(name, one.integer);
  }
  const texts = (wanted: number): string[] =>
    fields.filter(({ number }) => number === wanted).map(({ bytes: part }) => decode(part));
  return {
    op: textOf(fields, 4),
    name: textOf(fields, 3),
    inputs: texts(1),
    outputs: texts(2),
    lists,
    integers,
  };
}

function valueOf(bytes: Uint8Array): ModelValue {
  const fields = fieldsOf(bytes) ?? [];
  const within = (from: readonly Field[], wanted: number): readonly Field[] =>
    fieldsOf(from.find(({ number }) => number === wanted)?.bytes ?? new Uint8Array()) ?? [];
  const tensor = within(within(fields, 2), 1);
  const shape = within(tensor, 2).map(
    (dim) => (fieldsOf(dim.bytes) ?? []).find(({ number }) => number === 1)?.integer ?? 0,
  );
  const type = tensor.find(({ number }) => number === 1)?.integer ?? 0;
  return { name: textOf(fields, 1), type, shape };
}

function weightsOf(bytes: Uint8Array): [name: string, weights: ModelWeights] {
  const fields = fieldsOf(bytes) ?? [];
  const name = textOf(fields, 8);
  if (fields.some(({ number, integer }) => number === 14 && integer === 1))
    throw new VoxmetryError(
      'unsupported-format',
      `neuralNetwork: the weights '${name}' lie in a file of their own. Save the model as one file: onnx.save(model, path) without save_as_external_data.`,
      { op: 'neuralNetwork', details: { weights: name } },
    );
  const dims = fields.filter(({ number }) => number === 1).flatMap(integersOf);
  const count = dims.reduce((product, n) => product * n, 1);
  const type = fields.find(({ number }) => number === 2)?.integer ?? 0;
  const few = type === FLOAT && count <= FEW;
  const floats = few ? floatsOf(fields) : undefined;
  return [name, { dims, bytes: count * (ELEMENT_BYTES[type] ?? 8), floats }];
}

/** Floats of a tensor: packed, or as raw bytes. */
function floatsOf(fields: readonly Field[]): number[] {
  return fields
    .filter(({ number }) => number === 4 || number === 9)
    .flatMap(({ bytes }) => [
      ...new Float32Array(bytes.slice().buffer.slice(0, bytes.length & ~3)),
    ]);
}

function textOf(fields: readonly Field[], wanted: number): string {
  return decode(fields.find(({ number }) => number === wanted)?.bytes ?? new Uint8Array());
}

function decode(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}
