export class DockerFormatter {
  constructor() {
    throw new Error('nothing is formatted');
  }
}
