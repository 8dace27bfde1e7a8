/** The report's style sheet: neutral, for screen in light and dark, and for print. */
export const STYLE = `
:root { color-scheme: light dark;
  --paper: #fbfbfa; --card: #fff; --ink: #1d2329; --soft: #5c6670; --line: #dfe3e6; --accent: #1d6f9e; }
@media (prefers-color-scheme: dark) { :root {
  --paper: #14171a; --card: #1b1f23; --ink: #e6e9eb; --soft: #98a2ab; --line: #30363b; --accent: #6cbcE6; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink);
  font: 15px/1.5 "Inter", "Segoe UI", "Helvetica Neue", "Noto Sans", "DejaVu Sans", Arial, sans-serif; }
main { max-width: 1120px; margin: 0 auto; padding: 40px 28px 64px; }
h1 { font-size: 27px; line-height: 1.2; margin: 0 0 4px; letter-spacing: -.01em; overflow-wrap: anywhere; }
h2 { font-size: 17px; margin: 40px 0 12px; padding-bottom: 6px; border-bottom: 1px solid var(--line); }
h3 { font-size: 14px; margin: 0 0 6px; font-weight: 600; }
p { margin: 8px 0; max-width: 78ch; }
.soft, figcaption, .note { color: var(--soft); font-size: 13px; }
.key { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(184px, 100%), 1fr)); gap: 14px; margin: 24px 0 0; }
.key div { background: var(--card); border: 1px solid var(--line); border-radius: 8px; padding: 14px 16px; }
.key span { display: block; color: var(--soft); font-size: 13px; }
.key b { display: block; font-size: 25px; line-height: 1.3; font-weight: 600; font-variant-numeric: tabular-nums; }
.slices { display: flex; flex-wrap: wrap; gap: 16px; align-items: flex-start; }
.slice { margin: 0; flex: 0 0 auto; width: calc((100% - 34px) / 3 * var(--share)); min-width: 220px; }
.slice svg { display: block; width: 100%; height: auto; border-radius: 4px; background: #000; }
.slice text { font-family: inherit; }
figcaption { margin-top: 6px; }
.charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(420px, 100%), 1fr)); gap: 24px 32px; margin-top: 18px; }
.charts figure { margin: 0; }
.charts svg { width: 100%; height: auto; font-family: inherit; }
.swatch { display: inline-block; width: 11px; height: 11px; border-radius: 2px; margin: 0 7px 0 0; vertical-align: -1px; }
.notes { margin: 12px 0; padding-left: 18px; color: var(--soft); font-size: 13px; max-width: 88ch; }
.notes li { margin: 3px 0; }
table.phases td.number { line-height: 1.45; } .phases .note { display: block; font-size: 12px; }
table.interfaces { width: auto; } .phases td:first-child { white-space: nowrap; }
.legend { font-size: 13px; color: var(--soft); margin: 0 0 8px; }
.legend i { display: inline-block; width: 11px; height: 11px; border-radius: 2px; margin: 0 6px 0 0; vertical-align: -1px; }
.legend span { margin-right: 18px; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: 14px; font-variant-numeric: tabular-nums; }
th, td { text-align: left; padding: 6px 14px 6px 0; border-bottom: 1px solid var(--line); vertical-align: top; }
th { font-weight: 600; color: var(--soft); font-size: 12.5px; white-space: nowrap; }
td.number, th.number { text-align: right; white-space: nowrap; }
.particles th.number { white-space: normal; vertical-align: bottom; }
.particles td, .particles th { padding: 3px 12px 3px 0; font-size: 12.5px; }
.time td { padding: 4px 14px 4px 0; }
.time .track { width: 45%; padding-right: 0; }
.time .track i { display: block; height: 10px; margin-top: 6px; min-width: 1px; border-radius: 2px; background: var(--accent); opacity: .75; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 4px 20px; margin: 0; font-size: 14px; }
dt { color: var(--soft); } dd { margin: 0; overflow-wrap: anywhere; }
details { margin-top: 14px; } summary { cursor: pointer; color: var(--accent); }
pre { font: 12px/1.45 ui-monospace, "DejaVu Sans Mono", monospace; overflow: auto; max-height: 420px;
  background: var(--card); border: 1px solid var(--line); border-radius: 6px; padding: 12px; }
a { color: var(--accent); }
@media print { :root { --paper: #fff; --card: #fff; --ink: #000; --soft: #444; --line: #bbb; --accent: #1d6f9e; }
  body { font-size: 11pt; } main { max-width: none; padding: 0; } h2, figure, tr { break-inside: avoid; }
  .charts { grid-template-columns: 1fr 1fr; } pre { max-height: none; } }
@media (max-width: 560px) { main { padding: 24px 16px 48px; } .slice { width: 100%; } dl { grid-template-columns: 1fr; } dt { margin-top: 6px; } }
`;
