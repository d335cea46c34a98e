import { Greeting } from '@acme/ui';

export default function Page() {
  return <Greeting name="a workspace" />;
}
