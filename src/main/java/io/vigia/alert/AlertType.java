package io.vigia.alert;

import java.util.Locale;

/** GCN's {@code alert_type}. */
public enum AlertType {
  INITIAL,
  UPDATE,
  RETRACTION;

  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
