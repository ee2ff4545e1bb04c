import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { runInNewContext } from 'node:vm';
import {
  BatchClient,
  RegisterJobDefinitionCommand,
  RegisterJobDefinitionRequest$,
  SubmitJobCommand,
  SubmitJobRequest$,
} from '@aws-sdk/client-batch';
import { Ajv } from 'ajv';

/** The place of a mistake, and what is expected there. */
export type Mistakes = readonly string[];

const COMMANDS = {
  register: {
    schema: RegisterJobDefinitionRequest$,
    send: async (client: BatchClient, request: object) =>
      client.send(new RegisterJobDefinitionCommand(request as never)),
  },
  submit: {
    schema: SubmitJobRequest$,
    send: async (client: BatchClient, request: object) => client.send(new SubmitJobCommand(request as never)),
  },
} as const;

// It tells on every start which Node its versions of next year will need.
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';

/** The body that the client of AWS sends for a request: it leaves out what the API does not know. */
async function sentBody(kind: keyof typeof COMMANDS, request: object): Promise<unknown> {
  let body = '';
  const requestHandler = {
    handle: (sent: { readonly body: Uint8Array }) => {
      body = new TextDecoder().decode(sent.body);
      return Promise.resolve({ response: { statusCode: 200, headers: {}, body: Buffer.from('{}') } });
    },
  };
  const client = new BatchClient({
    region: 'eu-central-1',
    credentials: { accessKeyId: 'none', secretAccessKey: 'none' },
    requestHandler: requestHandler as never,
  });
  await COMMANDS[kind].send(client, request);
  return JSON.parse(body);
}

/** Kinds of schemas of the client (Smithy): the first item of a structure, and of a list. */
const [LIST, STRUCTURE] = [1, 3] as const;
/** Simple values, and what is added to them for lists. */
const [TEXT, NUMBER, LISTED] = [0, 1, 64] as const;

type Listed = readonly unknown[];
type Schema = number | Listed | (() => Schema);

function unlikeList(value: unknown, item: Schema, at: string): Mistakes {
  return Array.isArray(value) ? value.flatMap((one, i) => unlike(one, item, `${at}.${i}`)) : [`${at}: list`];
}

function unlikeStructure(value: unknown, schema: Listed, at: string): Mistakes {
  if (typeof value !== 'object' || value === null) return [`${at}: object`];
  const [, , , , fields, types, needed = 0] = schema as readonly [0, 0, 0, 0, string[], Schema[], number?];
  const missing = fields.slice(0, needed).filter((field) => !(field in value));
  const wrong = Object.entries(value).flatMap(([field, held]) => {
    const type = types[fields.indexOf(field)];
    return type === undefined ? [`${at}.${field}: nothing`] : unlike(held, type, `${at}.${field}`);
  });
  return [...missing.map((field) => `${at}.${field}: a value`), ...wrong];
}

/** What a value lacks or has otherwise than its schema: fields without which a request is refused, and types. */
function unlike(value: unknown, given: Schema, at: string): Mistakes {
  const schema: number | Listed = typeof given === 'function' ? (given() as number | Listed) : given;
  if (schema === TEXT) return typeof value === 'string' ? [] : [`${at}: text`];
  if (schema === NUMBER) return typeof value === 'number' ? [] : [`${at}: number`];
  if (schema === (LISTED | TEXT)) return unlikeList(value, TEXT, at);
  if (typeof schema === 'number') return [];
  if (schema[0] === LIST) return unlikeList(value, schema[4] as Schema, at);
  return schema[0] === STRUCTURE ? unlikeStructure(value, schema, at) : [];
}

/** The mistakes of a request to AWS Batch, by the client's schema of the API and by what the client would send of it. */
export async function batchMistakes(kind: keyof typeof COMMANDS, request: object): Promise<Mistakes> {
  const found = unlike(request, COMMANDS[kind].schema as Schema, kind);
  if (found.length > 0) return found;
  const sent = JSON.stringify(sorted(await sentBody(kind, request)));
  return sent === JSON.stringify(sorted(request)) ? [] : [`${kind}: what is sent is ${sent}`];
}

function sorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(sorted);
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, held]) => [key, sorted(held)]));
}

/** GitLab's own schema of its pipelines, as the program that runs them here carries it. */
function gitlabSchema(): object {
  const program = readFileSync(createRequire(import.meta.url).resolve('gitlab-ci-local'), 'utf8');
  const start = program.lastIndexOf('{', program.indexOf('$id:"https://gitlab.com/.gitlab-ci.yml"'));
  const token = /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`(?:[^`\\]|\\.)*`|[{}]/g;
  token.lastIndex = start;
  for (let depth = 0; ;) {
    const [found] = token.exec(program) ?? [];
    if (found === undefined) throw new Error('expected a schema of pipelines in gitlab-ci-local, got none');
    if (found === '{') depth++;
    if (found === '}' && --depth === 0) break;
  }
  return JSON.parse(JSON.stringify(runInNewContext(`(${program.slice(start, token.lastIndex)})`))) as object;
}

/** The mistakes of a pipeline by GitLab's schema. */
export function gitlabMistakes(pipeline: unknown): Mistakes {
  const check = new Ajv({ strict: false, allErrors: false, logger: false }).compile(gitlabSchema());
  return check(pipeline)
    ? []
    : (check.errors ?? []).map(({ instancePath, message = '' }) => `${instancePath} ${message}`);
}
