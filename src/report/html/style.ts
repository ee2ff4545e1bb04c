/** The style of the page: its own size of type, light or dark as the reader's system. */
export const STYLE = `
:root { color-scheme: light dark; --line: #8886; --faint: #8883; --bad: #c62828; --odd: #b26a00; }
@media (prefers-color-scheme: dark) { :root { --bad: #ff8a80; --odd: #ffb74d; } }
* { box-sizing: border-box; }
body { margin: 0; font: 14px/1.45 system-ui, sans-serif; }
header { position: sticky; top: 0; z-index: 1; padding: 12px 20px; background: Canvas; border-bottom: 1px solid var(--line); }
h1 { margin: 0; font-size: 18px; }
header p { margin: 2px 0 10px; }
form { display: flex; flex-wrap: wrap; gap: 8px 16px; align-items: center; }
input, select { font: inherit; }
input[type=search] { width: 22em; max-width: 100%; }
main { padding: 8px 20px; }
footer { padding: 12px 20px; opacity: .7; }
.legend { opacity: .75; border: 1px dashed; padding: 0 6px; }
.card { min-height: 260px; padding: 16px 0; border-bottom: 1px solid var(--line); }
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
figure img { display: block; max-width: 160px; max-height: 160px; border: 2px solid; }
figure .none { border: 2px solid; }
figcaption { font-size: 12.5px; overflow-wrap: anywhere; }
.odd { color: var(--odd); font-weight: 600; }
.bad { color: var(--bad); }
.failures { margin: 10px 0 0; padding-left: 18px; }
details { margin-top: 8px; }
table { border-collapse: collapse; font-size: 12.5px; }
td { padding: 1px 14px 1px 0; }
td.number { text-align: right; font-variant-numeric: tabular-nums; }
`;
