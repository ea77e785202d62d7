package io.vigia.alert.sky;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class SkyRegionTest {
  @Test
  void distancesAreThoseAlongTheGreatCircle() {
    assertThat(separation(0, 0, 90, 0)).isCloseTo(90, within(1e-12));
    assertThat(separation(0, 0, 180, 0)).isCloseTo(180, within(1e-12));
    assertThat(separation(10, 60, 190, 60)).isCloseTo(60, within(1e-12));
    double acrossZeroHours =
        2 * Math.asin(Math.cos(Math.toRadians(80)) * Math.sin(Math.toRadians(10)));
    assertThat(separation(350, 80, 10, 80))
        .isCloseTo(Math.toDegrees(acrossZeroHours), within(1e-12));
    double milliarcsecond = 1e-3 / 3600;
    assertThat(separation(0, 0, 0, milliarcsecond))
        .isCloseTo(milliarcsecond, within(1e-6 * milliarcsecond));
  }

  @Test
  void aConeAroundAPoleHoldsAllRightAscensions() {
    SkyRegion cone = new SkyRegion.Cone(SkyPosition.of(0, 89.5), 1);
    assertThat(cone.contains(SkyPosition.of(180, 89.6))).isTrue();
    assertThat(cone.contains(SkyPosition.of(180, 89.4))).isFalse();
  }

  @Test
  void aBoxGoesThroughZeroHours() {
    SkyRegion box = new SkyRegion.Box(350, 10, -5, 5);
    assertThat(box.contains(SkyPosition.of(355, 0))).isTrue();
    assertThat(box.contains(SkyPosition.of(5, 5))).isTrue();
    assertThat(box.contains(SkyPosition.of(350, -5))).isTrue();
    assertThat(box.contains(SkyPosition.of(11, 0))).isFalse();
    assertThat(box.contains(SkyPosition.of(5, 5.1))).isFalse();
    SkyRegion toTheEnd = new SkyRegion.Box(350, 360, -90, 90);
    assertThat(toTheEnd.contains(SkyPosition.of(360, 0))).isTrue();
    assertThat(toTheEnd.contains(SkyPosition.of(1, 0))).isFalse();
    assertThat(new SkyRegion.Box(0, 360, -90, 90).contains(SkyPosition.of(123, 90))).isTrue();
  }

  @Test
  void whatIsNoRegionIsRefused() {
    assertThatThrownBy(() -> new SkyRegion.Cone(SkyPosition.of(0, 0), 0))
        .hasMessageContaining("above 0");
    assertThatThrownBy(() -> new SkyRegion.Box(0, 1, 5, -5)).hasMessageContaining("5.0, -5.0");
    assertThatThrownBy(() -> new SkyRegion.Box(-1, 1, 0, 1)).hasMessageContaining("-1.0");
    assertThatThrownBy(() -> SkyPosition.of(0, 90.1)).hasMessageContaining("90.1");
    assertThatThrownBy(() -> SkyPosition.of(Double.NaN, 0)).hasMessageContaining("NaN");
  }

  @Test
  void anglesAreReadInTheirUnit() {
    assertThat(AngleText.degrees("2arcsec")).isEqualTo(2 / 3600.0);
    assertThat(AngleText.degrees("1.5 arcmin")).isEqualTo(0.025);
    assertThat(AngleText.degrees(".5deg")).isEqualTo(0.5);
    assertThat(AngleText.of(2 / 3600.0)).isEqualTo("2.00 arcsec");
    assertThatThrownBy(() -> AngleText.degrees("2 parsec")).hasMessageContaining("2arcsec");
  }

  private static double separation(double ra, double dec, double otherRa, double otherDec) {
    return SkyPosition.of(ra, dec).separation(SkyPosition.of(otherRa, otherDec));
  }
}
