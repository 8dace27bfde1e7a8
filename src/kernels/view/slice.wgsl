// A slice: layers of volumes, masks, phases and labels over each other. Colours are computed in whole numbers from 0
// to 255, and a slice across an axis reads the voxels of its columns and rows from tables that the host made, so that
// every adapter gives the same bytes. Tables hold words: of columns and rows from −1 to one beyond the last, three
// each (the nearest voxel or NOWHERE, the lower neighbour, the weight of the upper one in 256ths); keys of levels;
// colours, red in the lowest bits; sets of ids as bits.
#import grid
#import voxel
const NOWHERE = 0xffffffffu; // export SLICE_NOWHERE
// Layers, and grids that they show, at most.
const MOST_LAYERS = 16u; // export SLICE_LAYERS
const MOST_GRIDS = 7u; // export SLICE_GRIDS
// Kinds of a layer.
const VOLUME = 0u; // export SLICE_VOLUME
const MASK = 1u; // export SLICE_MASK
const PHASES = 2u; // export SLICE_PHASES
const LABELS = 3u; // export SLICE_LABELS
// How a volume's voxels become a level: as they are; by weights of whole numbers; by weights of floats.
const NEAREST = 0u; // export SLICE_NEAREST
const BLENDED = 1u; // export SLICE_BLENDED
const FLOATS = 2u; // export SLICE_FLOATS

// What the picture needs. A software adapter runs both sides of a branch, and reads a uniform slowly at a place that it
// does not know: what is not needed is left out, and the lowest layers are written one by one.
override LAYERS: u32 = 16u;
// How many of the lowest layers are volumes, and whether one lies above regions.
override VOLUMES: u32 = 0u;
override MIXED: bool = true;
override SMOOTH: bool = true;
override OBLIQUE: bool = true;
// Grids that are bound.
override BOUND: u32 = 7u;

struct Layer {
  grid: Grid,
  kind: u32,
  // Which of the bound grids, of which storage.
  slot: u32,
  dtype: u32,
  // Opacities from 0 to 255: of volumes `fill` alone.
  fill: u32,
  outline: u32,
  // Columns of the picture that show it.
  first_column: u32,
  end_column: u32,
  // Volumes: how they are sampled, and whether colours are added.
  sampling: u32,
  add: u32,
  // Where the keys of the levels are, and how many.
  keys: u32,
  key_count: u32,
  // Colours: 256 of levels or hues, or one for each region of phases and masks.
  colors: u32,
  // Labels: sets of ids, and how many words they have; dimmed colours.
  selected: u32,
  selected_words: u32,
  hidden: u32,
  hidden_words: u32,
  dimmed: u32,
  unused_a: u32,
  unused_b: u32,
  unused_c: u32,
}

struct Slice {
  // Of an oblique plane: the place, in voxels, of the middle of the first pixel, and the steps from pixel to pixel.
  start: vec3f,
  unused_c: u32,
  right: vec3f,
  layers: u32,
  down: vec3f,
  background: u32,
  // Axes right, down, across; and the index across.
  axes: vec3u,
  index: u32,
  columns: u32,
  rows: u32,
  unused_a: u32,
  unused_b: u32,
  layer: array<Layer, MOST_LAYERS>,
}

@group(0) @binding(0) var<uniform>       slice: Slice;
@group(0) @binding(1) var<storage, read> tables: array<u32>;
@group(0) @binding(2) var<storage, read> grid_0: array<u32>;
@group(0) @binding(3) var<storage, read> grid_1: array<u32>;
@group(0) @binding(4) var<storage, read> grid_2: array<u32>;
@group(0) @binding(5) var<storage, read> grid_3: array<u32>;
@group(0) @binding(6) var<storage, read> grid_4: array<u32>;
@group(0) @binding(7) var<storage, read> grid_5: array<u32>;
@group(0) @binding(8) var<storage, read> grid_6: array<u32>;

// A triangle that covers the picture.
@vertex
fn corner(@builtin(vertex_index) i: u32) -> @builtin(position) vec4f {
  return vec4f(f32(4u * (i & 1u)) - 1.0, f32(2u * (i & 2u)) - 1.0, 0.0, 1.0);
}

@fragment
fn paint(@builtin(position) at: vec4f) -> @location(0) vec4f {
  let pixel = vec2i(at.xy);
  var color = slice.background;
  if (LAYERS > 0u) { color = over_layer(color, 0u, pixel); }
  if (LAYERS > 1u) { color = over_layer(color, 1u, pixel); }
  if (LAYERS > 2u) { color = over_layer(color, 2u, pixel); }
  if (LAYERS > 3u) { for (var i = 3u; i < slice.layers; i++) { color = over_layer(color, i, pixel); } }
  return vec4f(f32(color & 255u), f32((color >> 8u) & 255u), f32((color >> 16u) & 255u), 255.0) / 255.0;
}

// A layer over a colour.
fn over_layer(below: u32, i: u32, pixel: vec2i) -> u32 {
  if (!is_shown(i, pixel)) { return below; }
  if (i < VOLUMES) { return over_volume(below, i, pixel); }
  if (MIXED) { if (slice.layer[i].kind == VOLUME) { return over_volume(below, i, pixel); } }
  if (LAYERS > VOLUMES) { return over_regions(below, i, pixel); }
  return below;
}

// Whether a column is on the layer's side of the wipe.
fn is_shown(i: u32, pixel: vec2i) -> bool {
  return u32(pixel.x) >= slice.layer[i].first_column && u32(pixel.x) < slice.layer[i].end_column;
}

fn over_volume(below: u32, i: u32, pixel: vec2i) -> u32 {
  let p = voxel_at(pixel);
  if (p.x == NOWHERE) { return below; }
  let raw = raw_at(i, p);
  if (raw_is_nan(raw, slice.layer[i].dtype)) { return below; }
  var key = raw_to_key(raw, slice.layer[i].dtype);
  if (SMOOTH) {
    if (slice.layer[i].sampling == BLENDED) { key = blended_key(i, pixel); }
    if (slice.layer[i].sampling == FLOATS) {
      let value = bitcast<u32>(blended_float(i, pixel));
      if (raw_is_nan(value, F32)) { return below; }
      key = raw_to_key(value, F32);
    }
  }
  let color = tables[slice.layer[i].colors + level_of(i, key)];
  if (slice.layer[i].add == 1u) { return added(below, color, slice.layer[i].fill); }
  return mixed(below, color, slice.layer[i].fill);
}

// How many levels have begun at a key: by halving.
fn level_of(i: u32, key: u32) -> u32 {
  var low = 0u;
  var high = slice.layer[i].key_count;
  while (low < high) {
    let middle = (low + high) / 2u;
    if (tables[slice.layer[i].keys + middle] <= key) { low = middle + 1u; } else { high = middle; }
  }
  return low;
}

// Regions are outlined where one of the four pixels beside shows another.
fn over_regions(below: u32, i: u32, pixel: vec2i) -> u32 {
  let region = region_at(i, pixel);
  if (region == 0u) { return below; }
  var opacity = slice.layer[i].fill;
  for (var n = select(4u, 0u, slice.layer[i].outline > 0u); n < 4u; n++) {
    let aside = select(vec2i(0, i32(n) * 2 - 5), vec2i(i32(n) * 2 - 1, 0), n < 2u);
    if (region_at(i, pixel + aside) != region) {
      opacity = max(opacity, slice.layer[i].outline);
      break;
    }
  }
  var colors = slice.layer[i].colors;
  var place = region;
  if (slice.layer[i].kind == LABELS) {
    place = (region * 2654435769u) >> 24u;
    let selecting = slice.layer[i].selected_words > 0u;
    if (selecting && !has_bit(slice.layer[i].selected, slice.layer[i].selected_words, region)) {
      colors = slice.layer[i].dimmed;
      opacity /= 2u;
    }
  }
  return mixed(below, tables[colors + place], opacity);
}

// What region a pixel shows, from 1: of masks 1, of phases their code and 1, of labels the id. 0 where none is drawn.
fn region_at(i: u32, pixel: vec2i) -> u32 {
  let p = voxel_at(pixel);
  if (p.x == NOWHERE) { return 0u; }
  let raw = raw_at(i, p);
  var region = raw;
  var id = raw;
  if (slice.layer[i].kind == PHASES) { region = raw + 1u; }
  if (region == 0u || has_bit(slice.layer[i].hidden, slice.layer[i].hidden_words, id)) { return 0u; }
  return region;
}

fn has_bit(bits: u32, words: u32, id: u32) -> bool {
  return (id >> 5u) < words && ((tables[bits + (id >> 5u)] >> (id & 31u)) & 1u) == 1u;
}

// The voxel at the middle of a pixel, NOWHERE beside the volume.
fn voxel_at(pixel: vec2i) -> vec3u {
  if (OBLIQUE) {
    let p = vec3i(floor(place_at(pixel) + 0.5));
    let size = vec3i(slice.layer[0].grid.volume_size);
    if (any(p < vec3i(0)) || any(p >= size)) { return vec3u(NOWHERE); }
    return vec3u(p);
  }
  let right = tables[slice.columns + 3u * u32(pixel.x + 1)];
  let down = tables[slice.rows + 3u * u32(pixel.y + 1)];
  if (right == NOWHERE || down == NOWHERE) { return vec3u(NOWHERE); }
  return on_axes(right, down);
}

fn on_axes(right: u32, down: u32) -> vec3u {
  let here = slice.axes;
  return select(select(vec3u(slice.index), vec3u(right), vec3u(0u, 1u, 2u) == vec3u(here.x)),
                vec3u(down), vec3u(0u, 1u, 2u) == vec3u(here.y));
}

fn place_at(pixel: vec2i) -> vec3f {
  return slice.start + f32(pixel.x) * slice.right + f32(pixel.y) * slice.down;
}

// The mean of the four voxels around the middle of a pixel: their keys times weights that add up to 65,536.
fn blended_key(i: u32, pixel: vec2i) -> u32 {
  let column = slice.columns + 3u * u32(pixel.x + 1);
  let row = slice.rows + 3u * u32(pixel.y + 1);
  let x = tables[column + 1u];
  let y = tables[row + 1u];
  let wx = tables[column + 2u];
  let wy = tables[row + 2u];
  let nx = x + u32(wx > 0u);
  let ny = y + u32(wy > 0u);
  return (256u - wy) * ((256u - wx) * key_at(i, on_axes(x, y)) + wx * key_at(i, on_axes(nx, y)))
       + wy * ((256u - wx) * key_at(i, on_axes(x, ny)) + wx * key_at(i, on_axes(nx, ny)));
}

fn key_at(i: u32, p: vec3u) -> u32 {
  return raw_to_key(raw_at(i, p), slice.layer[i].dtype);
}

fn value_at(i: u32, p: vec3u) -> f32 {
  return raw_to_f32(raw_at(i, p), slice.layer[i].dtype);
}

// The trilinear value at the middle of a pixel; in a slice across an axis, of the four voxels around it.
fn blended_float(i: u32, pixel: vec2i) -> f32 {
  var low = vec3u(0u);
  var weight = vec3f(0.0);
  if (OBLIQUE) {
    let last = slice.layer[i].grid.volume_size - 1u;
    let place = clamp(place_at(pixel), vec3f(0.0), vec3f(last));
    low = min(vec3u(place), last);
    weight = place - vec3f(low);
  } else {
    let column = slice.columns + 3u * u32(pixel.x + 1);
    let row = slice.rows + 3u * u32(pixel.y + 1);
    low = on_axes(tables[column + 1u], tables[row + 1u]);
    let along = vec2f(f32(tables[column + 2u]), f32(tables[row + 2u])) / 256.0;
    weight = select(select(vec3f(0.0), vec3f(along.x), vec3u(0u, 1u, 2u) == vec3u(slice.axes.x)),
                    vec3f(along.y), vec3u(0u, 1u, 2u) == vec3u(slice.axes.y));
  }
  var sum = 0.0;
  for (var c = 0u; c < 8u; c++) {
    let corner = vec3u(c & 1u, (c >> 1u) & 1u, c >> 2u);
    let parts = select(1.0 - weight, weight, corner == vec3u(1u));
    let part = parts.x * parts.y * parts.z;
    // What has no weight may lie beside the volume, or be infinite.
    if (part > 0.0) { sum += part * value_at(i, low + corner); }
  }
  return sum;
}

fn raw_at(i: u32, p: vec3u) -> u32 {
  let dtype = slice.layer[i].dtype;
  let shift = lane_shift(dtype);
  let lane = (p.x - slice.layer[i].grid.origin.x) & ((1u << shift) - 1u);
  return lane_raw(word_of(slice.layer[i].slot, word_index(slice.layer[i].grid, p, shift)), lane, dtype);
}

fn word_of(slot: u32, word: u32) -> u32 {
  if (BOUND > 1u) { if (slot == 1u) { return grid_1[word]; } }
  if (BOUND > 2u) { if (slot == 2u) { return grid_2[word]; } }
  if (BOUND > 3u) { if (slot == 3u) { return grid_3[word]; } }
  if (BOUND > 4u) { if (slot == 4u) { return grid_4[word]; } }
  if (BOUND > 5u) { if (slot == 5u) { return grid_5[word]; } }
  if (BOUND > 6u) { if (slot == 6u) { return grid_6[word]; } }
  return grid_0[word];
}

// n / 255, rounded, for n up to 255²: without a division.
fn part_of_255(n: u32) -> u32 {
  return (n + 128u + ((n + 128u) >> 8u)) >> 8u;
}

// A colour over another, by an opacity from 0 to 255.
fn mixed(below: u32, above: u32, opacity: u32) -> u32 {
  var result = 0u;
  for (var shift = 0u; shift < 24u; shift += 8u) {
    let parts = ((below >> shift) & 255u) * (255u - opacity) + ((above >> shift) & 255u) * opacity;
    result |= part_of_255(parts) << shift;
  }
  return result;
}

// A colour and a share of another, as light adds up.
fn added(below: u32, above: u32, opacity: u32) -> u32 {
  var result = 0u;
  for (var shift = 0u; shift < 24u; shift += 8u) {
    let part = part_of_255(((above >> shift) & 255u) * opacity);
    result |= min(255u, ((below >> shift) & 255u) + part) << shift;
  }
  return result;
}
