import { Button } from './button';
import { Notice } from './notice';

/** Before personal data leaves: the provider asks once more who it is, and leads back to `next`. */
export function SignInAgain({ action, next, title, text, button }: Record<'action' | 'next' | 'title' | 'text' | 'button', string>) {
  return (
    <form method="post" action={action} className="flow-tight">
      <input type="hidden" name="again" value="yes" />
      <input type="hidden" name="next" value={next} />
      <Notice kind="info" title={title}>
        <p>{text}</p>
      </Notice>
      <Button>{button}</Button>
    </form>
  );
}
