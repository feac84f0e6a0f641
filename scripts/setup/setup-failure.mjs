/** A failure with a cause the person can do something about: printed as its message, without a stack. */
export class SetupFailure extends Error {
  /**
   * @param {string} message one line: what is wrong and what to do
   * @param {string} [details] what the failing program printed
   */
  constructor(message, details = '') {
    super(message);
    this.name = 'SetupFailure';
    this.details = details;
  }
}
