package io.vigia.app.worker;

/** The wish that a worker stops; whoever works looks at it now and then. */
final class StopSignal {
  private volatile boolean given;

  /** Gives it; it is never taken back. */
  public void give() {
    given = true;
  }

  boolean isGiven() {
    return given;
  }

  /**
   * Leaves the work where it is.
   *
   * @throws StoppedException where the signal was given
   */
  void check() {
    if (given) {
      throw new StoppedException();
    }
  }

  /** Work left since its worker was told to stop. */
  static final class StoppedException extends RuntimeException {
    private static final long serialVersionUID = 1;
  }
}
