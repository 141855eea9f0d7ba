import { DateTimeInput } from 'react-admin';

const instantOf = (typed: string) => (typed ? new Date(typed).getTime() : null);

/** A filter on an instant, to the minute. */
export function InstantFilter({ source }: { source: string }) {
  return <DateTimeInput source={source} parse={instantOf} />;
}
