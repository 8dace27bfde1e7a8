// A scene in 3D: rays march through the proxies of up to four layers. Coordinates are voxels of the proxies, 0 … 1 the
// first; directions and normals are physical. What depends on the layers' modes is text written at run time
// (march_layers.ts). `tables` holds colours, red in the lowest bits, and sets of ids as bits; `cells` a byte per layer
// for each macro-cell, 0 where the layer shows nothing.
const CELL = 8.0;
const NOTHING = 0xffffffffu;
// More turns than the longest ray has steps: 256 · √3 voxels in halves, and an event of each layer at some.
const MOST_TURNS = 8192u;
// So far inside a face, what is cut is read.
const INSIDE = 1e-3;

struct Layer {
  color: vec4f,        // of the surface, with the opacity
  lo: f32,             // the window's lower end as a byte / 255
  per_width: f32,      // 1 over the window's width
  level: f32,          // of the surface
  density: f32,        // optical depth of full levels per length
  colors: u32,         // in tables: 256 of levels, hues or phases
  dimmed: u32,         // in tables: hues of what is not selected
  selected: u32,       // in tables
  selected_words: u32, // 0 where nothing is selected
  hidden: u32,
  hidden_words: u32,
}

struct Scene {
  // Of pixel (0, 0)'s corner, and what a pixel to the right and one down add.
  start: vec3f,
  step: f32,           // voxels between samples
  start_x: vec3f,
  reach: i32,          // voxels around a point that its normal is made of
  start_y: vec3f,
  toward: vec3f,
  toward_x: vec3f,
  toward_y: vec3f,
  per_length: vec3f,   // voxels per length
  texel: vec3f,        // 1 over the size of the textures
  last: vec3i,         // voxel
  cells: vec3u,
  // The box that is shown, and its faces that are cut.
  lo: vec3f,
  hi: vec3f,
  cut_lo: vec3f,
  cut_hi: vec3f,
  // What stays: dot(plane.xyz, p) ≤ plane.w.
  plane: vec4f,
  // Where the light comes from, and the picture's down.
  light: vec3f,
  down: vec3f,
  layers: array<Layer, 4>,
}

@group(0) @binding(0) var<uniform>       scene: Scene;
@group(0) @binding(1) var<storage, read> cells: array<u32>;
@group(0) @binding(2) var<storage, read> tables: array<u32>;
@group(0) @binding(3) var                smooth_sampler: sampler;
#import layer_functions

struct Ray { origin: vec3f, toward: vec3f, direction: vec3f }

// The part of a ray that is shown. The normal is that of the face through which it enters.
struct Span { start: f32, end: f32, normal: vec3f, cut: bool }

// A surface that a ray meets.
struct Event { t: f32, layer: u32, code: u32 }

// What a ray shows, premultiplied; and what a pointer means there.
struct Seen { color: vec4f, t: f32, layer: u32, code: u32 }

fn color_word(word: u32) -> vec3f {
  return vec3f(vec3u(word, word >> 8u, word >> 16u) & vec3u(255u)) / 255.0;
}

// The way to one of the six neighbours.
fn face_of(n: u32) -> vec3f {
  return select(-1.0, 1.0, (n & 1u) == 1u) * vec3f(vec3u(n >> 1u) == vec3u(0u, 1u, 2u));
}

fn in_set(start: u32, words: u32, id: u32) -> bool {
  let word = id >> 5u;
  return word < words && ((tables[start + min(word, max(words, 1u) - 1u)] >> (id & 31u)) & 1u) == 1u;
}

fn ray_at(pixel: vec2f) -> Ray {
  let origin = scene.start + pixel.x * scene.start_x + pixel.y * scene.start_y;
  let toward = normalize(scene.toward + pixel.x * scene.toward_x + pixel.y * scene.toward_y);
  return Ray(origin, toward, toward * scene.per_length);
}

fn span_of(ray: Ray) -> Span {
  let direction = select(ray.direction, vec3f(1e-12), abs(ray.direction) < vec3f(1e-12));
  let to_lo = (scene.lo - ray.origin) / direction;
  let to_hi = (scene.hi - ray.origin) / direction;
  let near = min(to_lo, to_hi);
  let far = max(to_lo, to_hi);
  var span = Span(max(near.x, max(near.y, near.z)), min(far.x, min(far.y, far.z)), vec3f(0.0), false);
  // One axis alone, where an edge is met.
  var face = vec3f(near == vec3f(span.start));
  face.y *= 1.0 - face.x;
  face.z *= (1.0 - face.x) * (1.0 - face.y);
  span.normal = -face * sign(direction);
  span.cut = dot(face, select(scene.cut_hi, scene.cut_lo, direction > vec3f(0.0))) > 0.5;
  let steep = dot(scene.plane.xyz, direction);
  let height = scene.plane.w - dot(scene.plane.xyz, ray.origin);
  if (steep > 0.0) { span.end = min(span.end, height / steep); }
  if (steep < 0.0 && height / steep > span.start) {
    span.start = height / steep;
    span.normal = normalize(scene.plane.xyz * scene.per_length);
    span.cut = true;
  }
  if (steep == 0.0 && height < 0.0) { span.end = span.start - 1.0; }
  if (span.start < 0.0) {
    span.start = 0.0;
    span.normal = -ray.toward;
    span.cut = false;
  }
  return span;
}

fn cell_at(p: vec3f) -> u32 {
  let cell = min(vec3u(max(p, vec3f(0.0)) / CELL), scene.cells - 1u);
  return cells[(cell.z * scene.cells.y + cell.y) * scene.cells.x + cell.x];
}

// The length to where a ray leaves the macro-cell of a point.
fn length_in_cell(p: vec3f, direction: vec3f) -> f32 {
  let safe = select(direction, vec3f(1e-12), abs(direction) < vec3f(1e-12));
  let cell = min(floor(max(p, vec3f(0.0)) / CELL), vec3f(scene.cells - 1u));
  let ends = (cell + select(vec3f(0.0), vec3f(1.0), safe > vec3f(0.0))) * CELL;
  let lengths = (ends - p) / safe;
  return min(lengths.x, min(lengths.y, lengths.z));
}

// A colour in the light of a lamp above the viewer's left shoulder, with soft light from above; both sides of a surface
// look the same. What turns away darkens, which tells touching objects apart on any background.
fn lit(color: vec3f, outward: vec3f, toward: vec3f, open: f32) -> vec3f {
  let normal = select(outward, -outward, dot(outward, toward) > 0.0);
  let facing = -dot(normal, toward);
  let lamp = max(dot(normal, scene.light), 0.0);
  let above = 0.5 - 0.5 * dot(normal, scene.down);
  let amount = (0.40 + 0.16 * above) * open + 0.60 * lamp * (0.35 + 0.65 * open);
  let gleam = pow(max(dot(normal, normalize(scene.light - toward)), 0.0), 36.0);
  return color * amount * (0.55 + 0.45 * smoothstep(0.0, 0.6, facing)) + 0.16 * gleam * open;
}

fn march(ray: Ray) -> Seen {
  var seen = Seen(vec4f(0.0), -1.0, NOTHING, 0u);
  let span = span_of(ray);
  if (span.start >= span.end) { return seen; }
  let dt = scene.step / length(ray.direction);
  let inward = INSIDE * span.normal;
  var rest = 1.0;
  var color = vec3f(0.0);
  var strongest = 0.0;
#import layer_cap
#import layer_states
  let count = u32(ceil((span.end - span.start) / dt));
  var i = 0u;
  for (var turn = 0u; turn < MOST_TURNS && i <= count; turn++) {
    let t = min(span.start + f32(i) * dt, span.end);
    var p = ray.origin + t * ray.direction;
    if (i == 0u) { p -= inward; }
    let word = cell_at(p);
#import layer_skips
    var event = Event(1e30, NOTHING, 0u);
#import layer_events
    if (event.layer != NOTHING) {
      let q = ray.origin + event.t * ray.direction;
      var normal = vec3f(0.0);
      var paint = vec4f(0.0);
#import layer_paints
      var open = 1.0;
      if (i == 0u) { normal = span.normal; }
      else {
        // Normals of fields that are even there: as if seen from the front.
        normal = select(normalize(normal * scene.per_length), -ray.toward, dot(normal, normal) < 1e-12);
#import layer_openness
      }
      let part = rest * paint.a;
      color += part * lit(paint.rgb, normal, ray.toward, open);
      if (part > strongest) {
        strongest = part;
        seen.t = event.t;
        seen.layer = event.layer;
        seen.code = event.code;
      }
      rest -= part;
      if (rest < 0.01) { break; }
      continue;
    }
#import layer_sums
    if (rest < 0.01) { break; }
    i++;
  }
#import layer_ends
  seen.color = vec4f(color, 1.0 - rest);
  return seen;
}

// A triangle that covers the picture.
@vertex
fn corner(@builtin(vertex_index) i: u32) -> @builtin(position) vec4f {
  return vec4f(f32(4u * (i & 1u)) - 1.0, f32(2u * (i & 2u)) - 1.0, 0.0, 1.0);
}

@fragment
fn paint(@builtin(position) at: vec4f) -> @location(0) vec4f {
  return march(ray_at(at.xy)).color;
}

// For pointers: the length along the ray, the layer and the code of what is seen at a pixel.
@fragment
fn probe(@builtin(position) at: vec4f) -> @location(0) vec4u {
  let seen = march(ray_at(at.xy));
  return vec4u(bitcast<u32>(seen.t), seen.layer, seen.code, 1u);
}
