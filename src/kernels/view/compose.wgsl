// A picture of a scene over its background, with the lines of its frame: those behind it below, those before it above.
// Lines of a frame: the edges of a box.
const MOST_LINES = 12u; // export COMPOSE_LINES

struct Line { ends: vec4f, color: vec4f }
struct Frame {
  background: vec4f,
  size: vec2f,         // of the target, in pixels
  width: f32,          // of lines, in pixels
  below: u32,          // lines that lie behind the picture come first
  lines: array<Line, MOST_LINES>,
  count: u32,
}

@group(0) @binding(0) var<uniform> frame: Frame;
@group(0) @binding(1) var          smooth_sampler: sampler;
@group(0) @binding(2) var          picture: texture_2d<f32>;

@vertex
fn corner(@builtin(vertex_index) i: u32) -> @builtin(position) vec4f {
  return vec4f(f32(4u * (i & 1u)) - 1.0, f32(2u * (i & 2u)) - 1.0, 0.0, 1.0);
}

// How much of a pixel a line covers.
fn covered(at: vec2f, ends: vec4f) -> f32 {
  let along = ends.zw - ends.xy;
  let share = clamp(dot(at - ends.xy, along) / max(dot(along, along), 1e-6), 0.0, 1.0);
  return clamp(0.5 + 0.5 * frame.width - distance(at, ends.xy + share * along), 0.0, 1.0);
}

@fragment
fn paint(@builtin(position) at: vec4f) -> @location(0) vec4f {
  let above = textureSampleLevel(picture, smooth_sampler, at.xy / frame.size, 0.0);
  var color = frame.background.rgb;
  for (var i = 0u; i <= frame.count; i++) {
    if (i == frame.below) { color = above.rgb + (1.0 - above.a) * color; }
    if (i == frame.count) { break; }
    let line = frame.lines[i];
    color = mix(color, line.color.rgb, line.color.a * covered(at.xy, line.ends));
  }
  return vec4f(color, 1.0);
}
