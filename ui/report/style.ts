/** How charts look; `--ink`, `--soft` and the colours `--c0` to `--c5` are those of the page. */
export const CHART_STYLE = `svg text{fill:var(--ink);font-size:11px}
svg .name{font-size:12px}
.axes path,.axes rect{fill:none;stroke:var(--ink);stroke-width:1}
.line{fill:none;stroke-width:1.7;stroke-linejoin:round}
.bars{stroke:none;fill-opacity:.85}
.band{stroke:none;fill-opacity:.2}
.range{fill:var(--soft);fill-opacity:.16}
.rule{fill:none;stroke:var(--ink);stroke-width:1;stroke-dasharray:4 3}
.line.s0{stroke:var(--c0)}.line.s1{stroke:var(--c1)}.line.s2{stroke:var(--c2)}.line.s3{stroke:var(--c3)}.line.s4{stroke:var(--c4)}.line.s5{stroke:var(--c5)}
.s0:not(.line){fill:var(--c0)}.s1:not(.line){fill:var(--c1)}.s2:not(.line){fill:var(--c2)}.s3:not(.line){fill:var(--c3)}.s4:not(.line){fill:var(--c4)}.s5:not(.line){fill:var(--c5)}
`;

/** The style sheet of reports: a page of a journal, on screen in light and dark, and on A4. */
export const STYLE = `
:root{color-scheme:light dark;--ink:light-dark(#16191d,#e4e7ea);--soft:light-dark(#545d66,#9da6af);--line:light-dark(#c9cfd5,#3a4149);--paper:light-dark(#fff,#15181b);--desk:light-dark(#eef0f2,#0d0f11);--wash:light-dark(#f4f6f7,#1d2125);--accent:light-dark(#0b5f97,#74b8ee);--c0:light-dark(#1f6fa8,#6bb3e8);--c1:light-dark(#c4570f,#f0995a);--c2:light-dark(#0a7d5c,#3fc09b);--c3:light-dark(#9a4d83,#d795c4);--c4:light-dark(#6b5b00,#d8c64d);--c5:light-dark(#555,#aaa)}
*{box-sizing:border-box}
html{background:var(--desk)}
body{margin:0;color:var(--ink);font:16px/1.55 Charter,"Bitstream Charter","Source Serif 4",Georgia,"Noto Serif","DejaVu Serif",serif}
main{max-width:52rem;margin:2rem auto;padding:4rem 4.5rem;background:var(--paper);box-shadow:0 1px 4px #0002}
h1,h2,h3,table,figcaption,caption,.caption,dl,.meta,.table-notes,.missing,.button,svg,.note{font-family:"Helvetica Neue",Helvetica,Arial,"Liberation Sans","Noto Sans",sans-serif}
h1{margin:0 0 .6rem;font-size:1.85rem;line-height:1.2;font-weight:600;letter-spacing:-.012em;overflow-wrap:anywhere}
h2{margin:2.6rem 0 .8rem;padding-top:.5rem;border-top:1.5px solid var(--ink);font-size:1.02rem;font-weight:650}
p{margin:.5rem 0;hyphens:auto;overflow-wrap:anywhere}
.meta{margin:0 0 1.6rem;color:var(--soft);font-size:.9rem}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.25rem 1.4rem;margin:.4rem 0;font-size:.86rem}
dt{color:var(--soft)}
dd{margin:0;overflow-wrap:anywhere}
.caption,figcaption{margin:.2rem 0 .5rem;color:var(--soft);font-size:.82rem;line-height:1.45;text-align:left;overflow-wrap:anywhere}
.caption b,figcaption b{color:var(--ink);font-weight:650}
.scroll{overflow-x:auto;margin:0 0 1.2rem}
table{width:100%;border-collapse:collapse;border-top:1.5px solid var(--ink);border-bottom:1.5px solid var(--ink);font-size:.84rem;line-height:1.4;font-variant-numeric:tabular-nums lining-nums}
th,td{padding:.24rem .9rem .24rem 0;text-align:left;vertical-align:baseline;font-weight:400}
th:last-child,td:last-child{padding-right:0}
thead th{border-bottom:1px solid var(--ink);font-weight:600;vertical-align:bottom}
.n{text-align:right;white-space:nowrap}
.numbers td:last-child{white-space:nowrap}
.numbers tbody+tbody tr:first-child>*{padding-top:.75rem}
.numbers tr:not(.group)>th[scope=row]{padding-left:.9rem}
.group th{font-weight:600}
.how{display:block;color:var(--soft);font-size:.92em;font-weight:400;overflow-wrap:anywhere}
.statistics th:first-child{white-space:nowrap}
.statistics td,.statistics th{padding-right:.7rem}
.hash{overflow-wrap:anywhere;font-family:ui-monospace,"DejaVu Sans Mono",monospace;font-size:.9em}
sup{line-height:0;color:var(--soft)}
.table-notes{margin:.4rem 0 0;padding:0;list-style:none;color:var(--soft);font-size:.78rem}
.missing{margin:1rem 0;padding:.6rem .9rem;border-left:3px solid var(--c1);background:var(--wash);font-size:.84rem}
.missing p,.missing ul{margin:0}
.figures{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(19rem,100%),1fr));gap:1.2rem 2rem;align-items:start;margin:.8rem 0}
figure{margin:0;break-inside:avoid}
figure svg{display:block;width:100%;max-width:30rem;height:auto}
figure img{display:block;max-width:100%;height:auto;border:1px solid var(--line)}
figcaption{margin-top:.45rem}
${CHART_STYLE}.sure{margin:.2rem 0 .4rem;font-family:"Helvetica Neue",Helvetica,Arial,"Liberation Sans","Noto Sans",sans-serif;font-size:.95rem}
.sure b{font-size:1.15em;font-variant-numeric:tabular-nums}
.sure span{color:var(--soft)}
.note{color:var(--soft);font-size:.84rem}
pre{margin:.6rem 0;padding:.7rem .9rem;overflow-x:auto;background:var(--wash);border:1px solid var(--line);font:.78rem/1.5 ui-monospace,"DejaVu Sans Mono",monospace;white-space:pre-wrap;overflow-wrap:anywhere}
summary{cursor:pointer;color:var(--accent);font-size:.86rem}
.button{display:inline-block;padding:.35rem .9rem;border:1px solid var(--accent);border-radius:5px;color:var(--accent);font-size:.88rem;text-decoration:none}
@media (max-width:40rem){main{margin:0;padding:1.6rem 1.1rem}body{font-size:15px}dl{grid-template-columns:1fr;gap:0}dd{margin-bottom:.4rem}th,td{padding-right:.55rem}}
@page{size:A4;margin:20mm 19mm 22mm}
@page{@bottom-center{content:counter(page) " / " counter(pages);font:8.5pt "Helvetica Neue",Helvetica,Arial,"Liberation Sans",sans-serif;color:#555}}
@media print{:root{color-scheme:light}html{background:none}body{font-size:10pt;line-height:1.45}main{max-width:none;margin:0;padding:0;box-shadow:none}h2{break-after:avoid}tr,.caption,.missing,.sure{break-inside:avoid}.caption{break-after:avoid}.group{break-after:avoid}thead{display:table-header-group}.scroll{overflow:visible}.button,details.screen{display:none}.figures{grid-template-columns:1fr 1fr}p{orphans:3;widows:3}}
`;
