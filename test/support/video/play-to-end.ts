import { play } from './play-page.ts';

/** The players that packaged sets are tried in, and the list that each is pointed to. */
export const PLAYERS = {
  'hls.js': {
    script: 'hls.js/dist/hls.min.js',
    load: `const hls = new Hls(); hls.on(Hls.Events.ERROR, (_e, d) => { told.push(d.details); if (d.fatal) fail(d.details); });
      hls.loadSource('/' + set + '/master.m3u8'); hls.attachMedia(v); done = () => hls.destroy();`,
  },
  'shaka-player': {
    script: 'shaka-player/dist/shaka-player.compiled.js',
    load: `const player = new shaka.Player(); await player.attach(v);
      player.addEventListener('error', (e) => fail('code ' + e.detail.code)); await player.load('/' + set + '/manifest.mpd');
      done = () => player.destroy();`,
  },
} as const;

export type Player = keyof typeof PLAYERS;

/** How one set was played. */
export interface Played {
  readonly set: string;
  /** `ended`, or what kept it from that. */
  readonly end: string;
  /** Where it stood then. Seconds. */
  readonly seconds: number;
  /** What the player said of errors that it got over. */
  readonly told: readonly string[];
}

// Longer than any set here plays, on a machine with much else to do.
const SECONDS = 40;

function pageOf(player: Player, sets: readonly string[], atOnce: number): string {
  const { script, load } = PLAYERS[player];
  return `<!doctype html><body></body><script src="/lib/${script}"></script><script>
const playOne = (set) => new Promise((end) => {
  const v = document.body.appendChild(document.createElement('video')); v.muted = true;
  const told = []; let done = () => {};
  const finish = (how) => { end({ set, end: how, seconds: v.currentTime, told }); done(); v.remove(); };
  const fail = (why) => finish(why);
  setTimeout(() => finish('stalled'), ${SECONDS * 1000});
  v.addEventListener('ended', () => finish('ended'));
  (async () => { ${load} await v.play(); })().catch((e) => fail(String(e && (e.code || e.message || e))));
});
const waiting = ${JSON.stringify(sets)}; const played = [];
const next = async () => { while (waiting.length > 0) played.push(await playOne(waiting.shift())); };
Promise.all(Array.from({ length: ${atOnce} }, next)).then(() => fetch('/told', { method: 'POST', body: JSON.stringify({ played }) }));
</script>`;
}

/** Plays sets that lie in `folder` from beginning to end, some at once, in the order given. */
export async function playToEnd(
  chromium: string,
  folder: string,
  { player, sets, atOnce }: { readonly player: Player; readonly sets: readonly string[]; readonly atOnce: number },
): Promise<readonly Played[]> {
  const patienceMs = Math.ceil(sets.length / atOnce) * SECONDS * 1000;
  const told = await play(chromium, folder, pageOf(player, sets, atOnce), patienceMs);
  const played = told['played'] as readonly Played[];
  return played.toSorted((a, b) => (a.set < b.set ? -1 : 1));
}
