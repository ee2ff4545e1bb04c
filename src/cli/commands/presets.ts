import type { Command } from '../command.ts';
import { readAction } from '../word.ts';

const ACTIONS = ['list', 'show', 'import'] as const;

export const presets: Command = {
  name: 'presets',
  group: 'Set up',
  summary: 'lists and shows presets, as commands and as keys; imports presets of other systems',
  arguments: [
    { name: 'action', choices: ACTIONS, help: 'list (default), show NAME, or import FILE' },
    {
      name: 'name',
      completes: { show: 'preset', import: 'file' },
      help: 'the preset to show; or the file to import: Scene7 macros, a list of production addresses, nodes of AEM (XML, JSON, or the folder of a package) with presets of pictures and viewers, batch set presets and settings of the image server, the properties of a viewer preset; a Photoshop file becomes a template',
    },
  ],
  takes: ['target', 'force', 'place', 'lines', 'explaining', 'terminal'],
  examples: [
    ['dmx presets show thumb', 'both spellings, to copy from'],
    ['dmx presets show badge --explain', 'the layers of a template, the lowest first'],
    ['dmx presets import macros.mac -o profiles/shop.yaml', 'what could not be taken over is told'],
    ['dmx presets import badge.psd -o profiles/badge.yaml', 'a template: its layers as pictures and texts that vary'],
  ],
  async run(call) {
    const action = readAction(call.words[0], ACTIONS, 'presets');
    const { PRESETS_ACTIONS } = await import('../yaml-use-cases.ts');
    return PRESETS_ACTIONS[action](call);
  },
};
