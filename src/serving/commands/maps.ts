import { faultOfMap } from '../../model/image-map.ts';
import { quoted } from '../argument.ts';
import { compositeCommand, type Conflict, layerCommand } from '../command.ts';

function conflictOf([areas = '']: readonly string[]): Conflict | undefined {
  const fault = faultOfMap(areas);
  return fault && { argument: 'areas', ...fault };
}

/** Commands about what pages do at places of a picture: no pixel changes. */
export const MAP_COMMANDS = [
  compositeCommand({
    name: 'map',
    scope: 'composite',
    args: [quoted('areas')],
    default: 'none',
    summary:
      'AREA elements in pixels of the layer, or behind all others in those of the composite; `dmx show --req map` answers where they lie in a rendition. Empty: none, also not the hotspots of the picture that the layer shows.',
    example: 'layer=1&src=4711/0000&map=%3CAREA%20SHAPE=RECT%20COORDS=%220,0,10,10%22%20HREF=%22/%22%3E',
    check: ([areas]) => conflictOf(areas),
    apply: (treatment, [[map = '']]) => ({ ...treatment, map }),
    read: ({ map }) => (map === undefined ? undefined : [[map]]),
  }),
  layerCommand({
    name: 'mapA',
    scope: 'source',
    args: [quoted('areas')],
    default: 'the hotspots of the picture that the layer shows',
    summary: 'The same in pixels of the full-size source. No effect beside a `map` of the layer.',
    example: 'mapA=%3CAREA%20SHAPE=RECT%20COORDS=%220,0,10,10%22%20HREF=%22/%22%3E',
    check: ([areas]) => conflictOf(areas),
    apply: (layer, [[sourceMap = '']]) => ({ ...layer, sourceMap }),
    read: ({ sourceMap }) => (sourceMap === undefined ? undefined : [[sourceMap]]),
  }),
] as const;
