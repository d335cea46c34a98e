import { useParams } from 'react-router';

export default function Greet() {
  return <h1>Hello, {useParams().name}</h1>;
}
