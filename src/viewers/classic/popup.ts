import './s7viewers.ts';

// The page of one viewer, as addresses of Dynamic Media open it: html5/SpinViewer.html?asset=…&config=…
const name = document.body.dataset['viewer'] ?? '';
const params = Object.fromEntries(new URLSearchParams(location.search));
const classes = (window as unknown as { s7viewers: Record<string, new (config: object) => { init(): void }> })
  .s7viewers;
const Viewer = classes[name];
document.title = params['title'] ?? document.title;
if (Viewer) new Viewer({ containerId: 'viewer', params }).init();
