import type { Event } from './event.ts';

type Type = Event['type'];

/** The event of a type. */
export type EventOf<T extends Type> = { [K in T]: { readonly type: K } & Extract<Event, { readonly type: K }> }[T];

/** A function for each type of event that something is done about. */
export type EventHandlers<Given extends readonly unknown[], Result, T extends Type = Type> = {
  readonly [K in T]?: (event: EventOf<K>, ...given: Given) => Result;
};

/** Calls the handler of the event's type; undefined where there is none. */
export function handleEvent<T extends Type, Given extends readonly unknown[], Result>(
  handlers: EventHandlers<Given, Result, T>,
  event: EventOf<T>,
  ...given: Given
): Result | undefined {
  return handlers[event.type]?.(event, ...given);
}
