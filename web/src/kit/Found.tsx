import { Fragment } from 'react';
import { foundIn } from '../words/found';

/** A text with the words that were searched for standing out. */
export const Found = ({ text, query }: { text: string; query: string }) =>
  query ? <>{foundIn(text, query).map((piece, at) => piece.found ? <mark key={at}>{piece.text}</mark> : <Fragment key={at}>{piece.text}</Fragment>)}</> : <>{text}</>;
