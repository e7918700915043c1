'use client';

import { useActionState } from 'react';
import { Button } from '@/components/button';
import { Choice, ChoiceGroup } from '@/components/choice';
import { Field } from '@/components/field';
import { Notice } from '@/components/notice';
import { RegionField, type RegionOption } from '@/components/region-field';
import { Reply } from '@/components/reply';
import { addPersonAction, joinRecordAction, joinTwiceAction, refusePersonAction, searchRollAction } from './actions';

export interface OfficeWords {
  name: string;
  birthDate: string;
  search: string;
  none: string;
  records: string;
  noRecords: string;
  reason: string;
  join: string;
  region: string;
  add: string;
  late: string;
  refuse: string;
  refuseLead: string;
  refuseReason: string;
  refuseButton: string;
  twice: string;
  twiceLead: string;
  twiceCurrent: string;
  twiceOther: string;
  twiceButton: string;
}

interface RollSearchProps {
  locale: string;
  words: OfficeWords;
  regions: RegionOption[];
}

/** On the client for one reason: who was found stands below the search and in no address. Without script the page comes back with it. */
export function RollSearch({ locale, words, regions }: RollSearchProps) {
  const [found, search, pending] = useActionState(searchRollAction, null);
  return (
    <>
      <form action={search} className="flow-tight">
        <input type="hidden" name="locale" value={locale} />
        <Field label={words.name} name="name" required maxLength={100} autoComplete="off" />
        <Field label={words.birthDate} name="birthDate" type="date" required autoComplete="off" />
        <Field label={words.reason} name="reason" required minLength={2} maxLength={200} autoComplete="off" />
        <Button disabled={pending}>{words.search}</Button>
      </form>
      {found?.refusal && <Reply again={found} title={found.refusal} />}
      {found && !found.refusal && found.waiting.length === 0 && <Notice kind="info" title={words.none} />}
      {found?.waiting.map((person) => (
        <section key={person.id} className="card flow-tight">
          <h2>{person.words}</h2>
          {found.records.length === 0 && <p>{words.noRecords}</p>}
          {found.records.length > 0 && (
            <form action={joinRecordAction} className="flow-tight">
              <input type="hidden" name="locale" value={locale} />
              <input type="hidden" name="person" value={person.id} />
              <ChoiceGroup legend={words.records}>
                {found.records.map((record) => (
                  <Choice key={record.id} name="record" value={record.id} label={record.words} required />
                ))}
              </ChoiceGroup>
              <Reason id={`join-${person.id}`} label={words.reason} defaultValue={found.reason} />
              <Button>{words.join}</Button>
            </form>
          )}
          <form action={addPersonAction} className="flow-tight">
            <input type="hidden" name="locale" value={locale} />
            <input type="hidden" name="person" value={person.id} />
            <RegionField id={`region-${person.id}`} label={words.region} regions={regions} />
            <Reason id={`add-${person.id}`} label={words.reason} hint={words.late} defaultValue={found.reason} />
            <Button variant="secondary">{words.add}</Button>
          </form>
          <details>
            <summary>{words.refuse}</summary>
            <form action={refusePersonAction} className="flow-tight">
              <input type="hidden" name="locale" value={locale} />
              <input type="hidden" name="person" value={person.id} />
              <p>{words.refuseLead}</p>
              <Reason id={`refuse-${person.id}`} label={words.refuseReason} />
              <Button variant="secondary">{words.refuseButton}</Button>
            </form>
          </details>
        </section>
      ))}
      {found && found.twins.length > 1 && (
        <details className="card flow-tight">
          <summary>{words.twice}</summary>
          <form action={joinTwiceAction} className="flow-tight">
            <input type="hidden" name="locale" value={locale} />
            <p>{words.twiceLead}</p>
            {(['current', 'other'] as const).map((name) => (
              <ChoiceGroup key={name} legend={name === 'current' ? words.twiceCurrent : words.twiceOther}>
                {found.twins.map((record) => (
                  <Choice key={record.id} name={name} value={record.id} label={record.words} required />
                ))}
              </ChoiceGroup>
            ))}
            <Reason id="twice-reason" label={words.reason} defaultValue={found.reason} />
            <Button variant="secondary">{words.twiceButton}</Button>
          </form>
        </details>
      )}
    </>
  );
}

const Reason = (field: { id: string; label: string; hint?: string; defaultValue?: string }) => (
  <Field {...field} name="reason" required minLength={2} maxLength={200} autoComplete="off" />
);
