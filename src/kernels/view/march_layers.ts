import { marchTemplate } from './index.js';
import { shader, type Shader } from '../../gpu/index.js';

// What march.wgsl does for its layers, in the order of their textures: the text is short for what
// a scene shows, and each texture is read at few places, since compilers copy functions to where
// they are called.

/** How a layer is marched. */
export type MarchMode = 'surface' | 'mask' | 'maximum' | 'density' | 'labels' | 'phases';

/** Whether codes of a texture of integers are shown, and not levels. */
export function showsCodes(mode: MarchMode): boolean {
  return mode === 'labels' || mode === 'phases';
}

/** Whether rays meet surfaces of a layer. */
function hasSurface(mode: MarchMode): boolean {
  return mode !== 'maximum' && mode !== 'density';
}

/** As of slices: ids times it, modulo 2³², are spread over the hues. */
const GOLDEN = 2654435769;
/** Opacity of labels while others are selected. */
const UNCHOSEN = 0.14;
/** So many labels that are not selected are drawn along a ray: what is, stays in sight. */
const MOST_UNCHOSEN = 6;
/** Surfaces of less opacity are hardly seen: they are drawn in a hurry. */
const FAINT = 0.3;

/** The first binding of a texture in march.wgsl. */
export const FIRST_TEXTURE = 4;

const made = new Map<string, Shader>();

/** The shader that marches layers of these modes; at most four. */
export function marchShader(modes: readonly MarchMode[]): Shader {
  const key = modes.join();
  const known = made.get(key) ?? describe(modes);
  made.set(key, known);
  return known;
}

function describe(modes: readonly MarchMode[]): Shader {
  const each = (text: (mode: MarchMode, k: string) => string): string =>
    modes.map((mode, i) => text(mode, String(i))).join('\n');
  const cap = modes.indexOf('surface');
  return shader({
    ...marchTemplate,
    name: `march ${modes.join(' ')}`,
    modules: {
      ...marchTemplate.modules,
      layer_functions: each(functionsOf),
      layer_cap: cap < 0 ? '' : capOf(String(cap), modes),
      layer_states: each((mode, k) =>
        mode === 'maximum'
          ? `var most_${k} = -1.0; var most_at_${k} = 0.0;`
          : outsideOf(mode, k, 'var ') + (mode === 'labels' ? ` var unchosen_${k} = 0u;` : ''),
      ),
      layer_skips: skipOf(modes),
      layer_events: each(eventOf),
      layer_paints: `switch (event.layer) {\n${each(paintOf)}\n default: {} }`,
      layer_openness: `switch (event.layer) {\n${each(opennessOf)}\n default: {} }`,
      layer_sums: each(sumOf),
      layer_ends: each((mode, k) => endOf(mode, k, modes.length === 1)),
    },
  });
}

function functionsOf(mode: MarchMode, k: string): string {
  const binding = `@group(0) @binding(${String(FIRST_TEXTURE + Number(k))}) var proxy_${k}`;
  if (!showsCodes(mode))
    return `
${binding}: texture_3d<f32>;
fn level_${k}(p: vec3f) -> f32 {
  return textureSampleLevel(proxy_${k}, smooth_sampler, p * scene.texel, 0.0).x;
}
// The gradient, out of what is dense: of levels smoothed by a Gaussian, or in a hurry of six.
fn normal_${k}(q: vec3f, reach: i32) -> vec3f {
  var sum = vec3f(0.0);
  if (reach == 1) {
    for (var n = 0u; n < 6u; n++) {
      let o = ${mode === 'mask' ? '1.5' : '1.0'} * face_of(n);
      sum -= o * level_${k}(q + o);
    }
    return sum;
  }
  let r = ${mode === 'mask' ? 'reach' : '1'};
  let sharp = 1.1 / f32(r * r);
  for (var z = -r; z <= r; z++) { for (var y = -r; y <= r; y++) { for (var x = -r; x <= r; x++) {
    let o = vec3f(f32(x), f32(y), f32(z));
    sum -= o * exp(-sharp * dot(o, o)) * level_${k}(q + o);
  } } }
  return sum;
}`;
  const hidden =
    mode === 'labels'
      ? `in_set(scene.layers[${k}].hidden, scene.layers[${k}].hidden_words, code)`
      : `(tables[scene.layers[${k}].colors + (code & 255u)] >> 24u) == 0u`;
  const none = mode === 'labels' ? 'code == 0u || ' : '';
  return `
${binding}: texture_3d<u32>;
fn code_${k}(p: vec3f) -> u32 {
  return textureLoad(proxy_${k}, clamp(vec3i(floor(p)), vec3i(0), scene.last), 0).x;
}
// What a code shows: 0 nothing, or the code and 1, of labels the id.
fn shown_code_${k}(code: u32) -> u32 {
  return select(code${mode === 'labels' ? '' : ' + 1u'}, 0u, ${none}${hidden});
}
fn shown_${k}(p: vec3f) -> u32 { return shown_code_${k}(code_${k}(p)); }
fn is_${k}(p: vec3f, shown: u32) -> bool { return code_${k}(p) == shown${mode === 'labels' ? '' : ' - 1u'}; }
${mode === 'labels' ? labelColor(k) : phaseColor(k)}
// Whether a code covers half of what lies around a point, as the eight voxels about it have it: surfaces without steps.
fn covers_${k}(p: vec3f, code: u32) -> bool {
  let low = floor(p - 0.5) + 0.5;
  let weight = p - low;
  var sum = 0.0;
  for (var n = 0u; n < 8u; n++) {
    let corner = vec3f(vec3u(n, n >> 1u, n >> 2u) & vec3u(1u));
    let parts = mix(1.0 - weight, weight, corner);
    if (is_${k}(low + corner, code)) { sum += parts.x * parts.y * parts.z; }
  }
  return sum >= 0.5;
}
// Out of the voxels of a code, as their centre of mass near the point has it, or in a hurry six.
fn normal_${k}(q: vec3f, r: i32, code: u32) -> vec3f {
  var sum = vec3f(0.0);
  if (r == 1) {
    for (var n = 0u; n < 6u; n++) {
      if (is_${k}(q + face_of(n), code)) { sum -= face_of(n); }
    }
    return sum;
  }
  let radius = f32(r) + 0.5;
  let middle = floor(q) + 0.5;
  for (var z = -r; z <= r; z++) { for (var y = -r; y <= r; y++) { for (var x = -r; x <= r; x++) {
    let centre = middle + vec3f(f32(x), f32(y), f32(z));
    let o = centre - q;
    let weight = max(0.0, 1.0 - dot(o, o) / (radius * radius));
    if (weight > 0.0 && is_${k}(centre, code)) { sum -= weight * weight * o; }
  } } }
  return sum;
}`;
}

/** As of labels in slices: a hue by the id, dimmed where others are selected. */
function labelColor(k: string): string {
  return `
fn is_chosen_${k}(id: u32) -> bool {
  let layer = scene.layers[${k}];
  return layer.selected_words == 0u || in_set(layer.selected, layer.selected_words, id);
}
fn color_${k}(id: u32) -> vec4f {
  let layer = scene.layers[${k}];
  let chosen = is_chosen_${k}(id);
  let hue = (id * ${String(GOLDEN)}u) >> 24u;
  let word = tables[select(layer.dimmed, layer.colors, chosen) + hue];
  return vec4f(color_word(word), layer.color.a * select(${String(UNCHOSEN)}, 1.0, chosen));
}`;
}

function phaseColor(k: string): string {
  return `
fn color_${k}(code: u32) -> vec4f {
  let word = tables[scene.layers[${k}].colors + ((code - 1u) & 255u)];
  return vec4f(color_word(word), scene.layers[${k}].color.a);
}`;
}

/** The slice of the first volume on faces that are cut; surfaces of codes tint it. */
function capOf(k: string, modes: readonly MarchMode[]): string {
  const tints = modes.map((mode, i) => {
    const j = String(i);
    if (mode === 'mask')
      return `if (level_${j}(at) >= 0.5) { slice = mix(slice, scene.layers[${j}].color.rgb, 0.4 * scene.layers[${j}].color.a); }`;
    if (!showsCodes(mode)) return '';
    return `{ let code = shown_${j}(at); if (code != 0u) { let tint = color_${j}(code); slice = mix(slice, tint.rgb, 0.4 * tint.a); } }`;
  });
  return `
  if (span.cut) {
    let at = ray.origin + span.start * ray.direction - inward;
    let voxel = clamp(vec3i(floor(at)), vec3i(0), scene.last);
    let value = textureLoad(proxy_${k}, voxel, 0).x;
    let share = (value - scene.layers[${k}].lo) * scene.layers[${k}].per_width;
    let index = u32(clamp(floor(256.0 * share + 1e-4), 0.0, 255.0));
    var slice = color_word(tables[scene.layers[${k}].colors + index]);
    ${tints.join('\n')}
    seen.color = vec4f(slice, 1.0);
    seen.t = span.start;
    seen.layer = ${k}u;
    return seen;
  }`;
}

/** What the macro-cell says of a layer. */
const byteOf = (k: string): string => `((word >> ${String(8 * Number(k))}u) & 255u)`;

/** What a layer remembers of the sample before: what was shown, and the code that was read. */
function outsideOf(mode: MarchMode, k: string, declare = ''): string {
  const raw = showsCodes(mode) ? ` ${declare}raw_${k} = NOTHING;` : '';
  return `${declare}was_${k} = 0u;${raw}`;
}

/** Steps over macro-cells in which no layer shows anything more. */
function skipOf(modes: readonly MarchMode[]): string {
  const byte = (i: number): string => byteOf(String(i));
  const shows = modes.map((mode, i) =>
    mode === 'maximum' ? `f32(${byte(i)}) > 255.0 * most_${String(i)}` : `(${byte(i)} != 0u)`,
  );
  const outside = modes.map((mode, i) => (mode === 'maximum' ? '' : outsideOf(mode, String(i))));
  return `
    if (!(${shows.join(' || ')})) {
      ${outside.join(' ')}
      i += max(1u, u32(ceil(length_in_cell(p, ray.direction) / dt)));
      continue;
    }`;
}

/** Where the layer's surface is met between this sample and the one before, found by halving. */
function eventOf(mode: MarchMode, k: string): string {
  if (!hasSurface(mode)) return '';
  const halve = (same: string): string => `
      var near = max(t - dt, span.start);
      var far = t;
      for (var n = 0; n < 6 && i > 0u; n++) {
        let middle = 0.5 * (near + far);
        let at = ray.origin + middle * ray.direction;
        var same = false;
        ${same}
        if (same) { far = middle; } else { near = middle; }
      }
      if (far < event.t) { event = Event(far, ${k}u, here_${k}); }`;
  if (!showsCodes(mode))
    return `
    var here_${k} = 0u;
    if (${byteOf(k)} != 0u && level_${k}(p) >= scene.layers[${k}].level) { here_${k} = 1u; }
    if (here_${k} != 0u && was_${k} == 0u) {
      ${halve(`same = level_${k}(at) >= scene.layers[${k}].level;`)}
    }`;
  // Where the code stays, so does what is shown. What is hardly seen may have steps.
  const labels = mode === 'labels';
  const meets = `here_${k} != 0u && here_${k} != was_${k}`;
  return `
    var here_${k} = was_${k};
    let code_here_${k} = code_${k}(p);
    var read_${k} = code_here_${k};
    if (code_here_${k} != raw_${k}) {
      here_${k} = shown_code_${k}(code_here_${k});
      if (${meets}${labels ? ` && (unchosen_${k} < ${String(MOST_UNCHOSEN)}u || is_chosen_${k}(here_${k}))` : ''}) {
        let faint = color_${k}(here_${k}).a < ${String(FAINT)};
        if (!faint && !covers_${k}(p, here_${k})) {
          here_${k} = was_${k};
          read_${k} = raw_${k};
        } else {
          ${halve(`if (faint) { same = is_${k}(at, here_${k}); } else { same = covers_${k}(at, here_${k}); }`)}
        }
      }
    }`;
}

/** The normal and the colour of the layer's surface. */
function paintOf(mode: MarchMode, k: string): string {
  if (!hasSurface(mode)) return '';
  const codes = showsCodes(mode);
  return `case ${k}u: {
        ${wasHere(mode, k)}
        paint = ${codes ? `color_${k}(event.code)` : `scene.layers[${k}].color`};
        ${mode === 'labels' ? `unchosen_${k} += u32(!is_chosen_${k}(event.code));` : ''}
        // What is hardly seen needs no smooth normal.
        let reach = select(scene.reach, 1, paint.a < ${String(FAINT)});
        if (i > 0u) { normal = normal_${k}(q, reach${codes ? ', event.code' : ''}); }
      }`;
}

/** How open the space before a surface is, to the layer itself. */
function opennessOf(mode: MarchMode, k: string): string {
  if (!hasSurface(mode)) return '';
  const filled = showsCodes(mode)
    ? `select(0.0, 1.0, shown_${k}(ahead) != 0u)`
    : `smoothstep(0.6, 1.2, level_${k}(ahead) / max(scene.layers[${k}].level, 1e-6))`;
  return `case ${k}u: {
        let out = select(normal, -normal, dot(normal, ray.toward) > 0.0);
        let away = normalize(out * scene.per_length);
        for (var n = 1; n <= 4 && scene.reach > 1 && paint.a >= ${String(FAINT)}; n++) {
          let far = f32(n * n) * 0.8 + 1.0;
          let ahead = q + far * away;
          open -= 0.22 * ${filled} / (1.0 + 0.15 * far);
        }
      }`;
}

/** What a sample adds. */
function sumOf(mode: MarchMode, k: string): string {
  if (mode === 'maximum')
    return `if (f32(${byteOf(k)}) > 255.0 * most_${k}) { let level = level_${k}(p); if (level > most_${k}) { most_${k} = level; most_at_${k} = t; } }`;
  if (mode === 'density')
    return `
    if (${byteOf(k)} != 0u) {
      let layer = scene.layers[${k}];
      let share = clamp((level_${k}(p) - layer.lo) * layer.per_width, 0.0, 1.0);
      let part = rest * (1.0 - exp(-layer.density * share * share * dt));
      color += part * color_word(tables[layer.colors + u32(255.0 * share)]);
      if (part > strongest) { strongest = part; seen.t = t; seen.layer = ${k}u; }
      rest -= part;
    }`;
  return wasHere(mode, k);
}

function wasHere(mode: MarchMode, k: string): string {
  return `was_${k} = here_${k};${showsCodes(mode) ? ` raw_${k} = read_${k};` : ''}`;
}

/** What a layer adds when the ray is at its end. */
function endOf(mode: MarchMode, k: string, alone: boolean): string {
  if (mode !== 'maximum') return '';
  return `
  if (most_${k} >= 0.0) {
    let layer = scene.layers[${k}];
    let share = clamp((most_${k} - layer.lo) * layer.per_width, 0.0, 1.0);
    let part = layer.color.a${alone ? '' : ' * share'};
    let index = u32(clamp(floor(256.0 * share + 1e-4), 0.0, 255.0));
    color = mix(color, color_word(tables[layer.colors + index]), part);
    rest *= 1.0 - part;
    if (part > strongest) { seen.t = most_at_${k}; seen.layer = ${k}u; }
  }`;
}
