/** The style of the page: its own size of type, light or dark as the reader's system. */
export const STYLE = `
:root { color-scheme: light dark; --line: #8886; --faint: #8883; --bad: #c62828; --odd: #b26a00; --bar: #1e6fd9; }
@media (prefers-color-scheme: dark) { :root { --bad: #ff8a80; --odd: #ffb74d; --bar: #6aa9ff; } }
* { box-sizing: border-box; }
body { margin: 0; font: 14px/1.45 system-ui, sans-serif; }
header { padding: 12px 20px 0; }
:focus-visible { outline: 2px solid var(--bar); outline-offset: 2px; }
#summary { padding: 0 20px 12px; }
.charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 420px), 1fr)); gap: 16px 32px; }
.chart { width: auto; }
.chart figcaption { font-weight: 600; font-size: inherit; margin-bottom: 4px; }
.bar { display: grid; grid-template-columns: minmax(5em, 1fr) 2fr minmax(9em, 2fr); gap: 10px; align-items: center; font-size: 12.5px; }
.bar span { overflow-wrap: anywhere; }
.bar svg { width: 100%; height: 12px; }
.bar .of { fill: var(--bar); opacity: .28; }
.bar .value { fill: var(--bar); }
h1 { margin: 0; font-size: 18px; }
header p { margin: 2px 0 10px; }
form { position: sticky; top: 0; z-index: 2; padding: 10px 20px; background: Canvas; border-block: 1px solid var(--line); display: flex; flex-wrap: wrap; gap: 8px 16px; align-items: center; }
input, select, button { font: inherit; }
select { max-width: 100%; }
input[type=search] { width: 22em; max-width: 100%; }
main { padding: 8px 20px; }
footer { padding: 12px 20px; opacity: .7; }
.legend { opacity: .75; border: 1px dashed; padding: 0 6px; }
.card { scroll-margin-top: 60px; min-height: 260px; padding: 16px 0; border-bottom: 1px solid var(--line); }
.card h2 { margin: 0 0 8px; font-size: 15px; overflow-wrap: anywhere; }
.card h2 small { font-weight: normal; opacity: .75; }
.body { display: flex; flex-wrap: wrap; gap: 16px 20px; align-items: flex-start; }
.master { position: relative; width: 320px; max-width: 100%; background: var(--faint); }
.master img, .master svg { display: block; width: 100%; }
.master svg { position: absolute; inset: 0; height: 100%; }
.master svg * { fill: none; stroke-width: 2; vector-effect: non-scaling-stroke; }
.master .found { stroke: #fff; stroke-dasharray: 4 3; paint-order: stroke; }
.master .under { stroke: #000a; stroke-width: 4; }
.none { display: grid; place-items: center; min-height: 120px; opacity: .6; }
.crops { display: flex; flex-wrap: wrap; gap: 12px; flex: 1 1 240px; }
figure { margin: 0; width: 160px; }
figure img { display: block; box-sizing: border-box; max-width: min(160px, 100%); max-height: 160px; border: 2px solid; }
figure .none { border: 2px solid; }
figcaption { font-size: 12.5px; overflow-wrap: anywhere; }
.odd { color: var(--odd); font-weight: 600; }
.bad { color: var(--bad); }
.failures { margin: 10px 0 0; padding-left: 18px; }
details { margin-top: 8px; }
summary { cursor: pointer; width: max-content; max-width: 100%; }
.scroll { overflow-x: auto; }
th { text-align: left; padding: 1px 14px 1px 0; }
th button { border: 0; padding: 0; background: none; color: inherit; font-weight: 600; cursor: pointer; white-space: nowrap; }
th button::after { content: ' ↕'; opacity: .5; }
th[aria-sort=ascending] button::after { content: ' ↑'; opacity: 1; }
th[aria-sort=descending] button::after { content: ' ↓'; opacity: 1; }
.jump { border: 0; padding: 0; background: none; color: LinkText; text-align: left; cursor: pointer; overflow-wrap: anywhere; }
video { width: 320px; max-width: 100%; background: #000; }
.compare { max-width: 720px; }
.sides { display: flex; flex-wrap: wrap; gap: 8px; justify-content: space-between; margin: 6px 0; }
.stage { position: relative; background: var(--faint); }
.stage img { position: absolute; inset: 0; width: 100%; height: 100%; object-fit: fill; }
.stage .after { clip-path: inset(0 0 0 var(--at)); }
.stage input { position: absolute; inset: 0; width: 100%; height: 100%; margin: 0; opacity: 0; cursor: ew-resize; }
.stage::after { content: ''; position: absolute; inset: 0 auto 0 var(--at); width: 2px; background: #fff; box-shadow: 0 0 3px #000; pointer-events: none; }
.stage:focus-within { outline: 2px solid var(--bar); outline-offset: 2px; }
.layered .master { width: auto; }
figcaption ul { margin: 2px 0 0; padding-left: 16px; }
figcaption .layer { color: var(--text, inherit); }
table { border-collapse: collapse; font-size: 12.5px; }
td { padding: 1px 14px 1px 0; }
td.number { text-align: right; font-variant-numeric: tabular-nums; }
@media (max-width: 600px) {
  header, #summary, form, main, footer { padding-left: 12px; padding-right: 12px; }
  .bar { grid-template-columns: 1fr 1fr; gap: 2px 10px; margin-bottom: 4px; }
  .bar svg { grid-column: 1 / -1; grid-row: 2; }
  form { gap: 6px 12px; position: static; }
  figure { width: calc(50% - 6px); }
  .chart { width: auto; }
}
`;
