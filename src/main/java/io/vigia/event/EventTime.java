package io.vigia.event;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.LocalDate;

/**
 * Readings of a clock, in the unit and on the scale of a {@link TimeField}, to ns since 1970 UTC
 * (days of 86,400 s). Exact: integers and decimals are never rounded to a double; a decimal finer
 * than a ns is rounded to the nearest.
 *
 * <p>Every method returns {@link DecodedEvent#NO_TIME} for what is no time: unreadable, outside
 * 1677-09-21 to 2262-04-11, on TAI before 1972, on GPS before 1980-01-06.
 */
final class EventTime {
  private static final long SECOND = 1_000_000_000L;
  private static final long DAY = 86_400 * SECOND;
  private static final long GPS_EPOCH = 315_964_800L * SECOND;
  private static final long TAI_MINUS_GPS = 19 * SECOND;
  private static final BigDecimal JD_OF_1970 = new BigDecimal("2440587.5");
  private static final BigDecimal MJD_OF_1970 = new BigDecimal("40587");
  private static final int DIGITS_OF_ANY_TIME = 40;

  private final TimeField.Unit unit;
  private final TimeField.Scale scale;
  private final long nanosPerUnit;

  EventTime(TimeField field) {
    this.unit = field.unit();
    this.scale = field.scale();
    this.nanosPerUnit =
        switch (unit) {
          case S, GPS, ISO -> SECOND;
          case MS -> 1_000_000;
          case US -> 1_000;
          case NS -> 1;
          case JD, MJD -> DAY;
        };
  }

  long ofInteger(long value) {
    if (unit == TimeField.Unit.JD || unit == TimeField.Unit.MJD) {
      return ofDecimal(BigDecimal.valueOf(value));
    }
    long high = Math.multiplyHigh(value, nanosPerUnit);
    long low = value * nanosPerUnit;
    return high == low >> 63 ? toUtc(low) : DecodedEvent.NO_TIME;
  }

  long ofDecimal(BigDecimal value) {
    // An exponent of a million must not become a number of a million digits.
    long magnitude = (long) value.precision() - value.scale();
    if (value.signum() != 0 && magnitude > DIGITS_OF_ANY_TIME) {
      return DecodedEvent.NO_TIME;
    }
    boolean tiny = value.signum() == 0 || magnitude < -DIGITS_OF_ANY_TIME;
    BigDecimal reading = tiny ? BigDecimal.ZERO : value;
    BigDecimal sinceEpoch =
        switch (unit) {
          case JD -> reading.subtract(JD_OF_1970);
          case MJD -> reading.subtract(MJD_OF_1970);
          default -> reading;
        };
    BigInteger nanos =
        sinceEpoch
            .multiply(BigDecimal.valueOf(nanosPerUnit))
            .setScale(0, RoundingMode.HALF_EVEN)
            .unscaledValue();
    return nanos.bitLength() > 63 ? DecodedEvent.NO_TIME : toUtc(nanos.longValue());
  }

  /**
   * {@code yyyy-MM-ddTHH:mm:ss[.f...][Z|+HH:mm|-HH:mm]}, a blank instead of {@code T} allowed; a
   * zone only on the UTC scale (none means UTC); the 60th second only where there was one.
   */
  long ofText(String text) {
    IsoReading iso = IsoReading.of(text);
    if (iso == null || (iso.zoned() && scale != TimeField.Scale.UTC)) {
      return DecodedEvent.NO_TIME;
    }
    long second;
    try {
      second = LocalDate.of(iso.year(), iso.month(), iso.day()).toEpochDay() * 86_400;
    } catch (DateTimeException e) {
      return DecodedEvent.NO_TIME;
    }
    second += iso.secondOfDay() - iso.zoneSeconds();
    if (iso.isSixtieth()
        && !(scale == TimeField.Scale.UTC && LeapSeconds.bundled().endsBefore(second))) {
      return DecodedEvent.NO_TIME;
    }
    long high = Math.multiplyHigh(second, SECOND);
    long low = second * SECOND;
    // The first year of the range is cut at a whole second, so that the fraction cannot overflow.
    boolean inside = high == low >> 63 && low <= Long.MAX_VALUE - SECOND;
    return inside ? toUtc(low + iso.nanos()) : DecodedEvent.NO_TIME;
  }

  private long toUtc(long nanos) {
    return switch (scale) {
      case UTC -> nanos;
      case TAI -> LeapSeconds.bundled().utcFromTai(nanos);
      case GPS -> gpsToUtc(nanos);
    };
  }

  private long gpsToUtc(long nanos) {
    long since1970 = nanos;
    if (unit == TimeField.Unit.GPS) {
      since1970 = nanos > Long.MAX_VALUE - GPS_EPOCH ? -1 : nanos + GPS_EPOCH;
    }
    boolean inside = since1970 >= GPS_EPOCH && since1970 <= Long.MAX_VALUE - TAI_MINUS_GPS;
    return inside
        ? LeapSeconds.bundled().utcFromTai(since1970 + TAI_MINUS_GPS)
        : DecodedEvent.NO_TIME;
  }
}
