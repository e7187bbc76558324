//! Statistics of several runs.
//!
//! In: samples. Out: their median with its interval, their minimum, and ratios.

/// Returns the median of the samples; NaN if there are none. With an even number of samples, it is the mean of the two middle ones.
pub fn median(samples: &[f64]) -> f64 {
    let mut sorted = samples.to_vec();
    sorted.sort_by(f64::total_cmp);
    match sorted.len() {
        0 => f64::NAN,
        count if count % 2 == 1 => sorted[count / 2],
        count => f64::midpoint(sorted[count / 2 - 1], sorted[count / 2]),
    }
}

/// Returns an interval that contains the median of what was sampled with a confidence of at least 95 %.
///
/// It assumes no distribution (sign test): its ends are the samples at rank `n/2 ± 0.98 √n`. Few samples have an infinite interval.
#[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation, clippy::cast_sign_loss)] // counts are small
pub fn median_interval(samples: &[f64]) -> (f64, f64) {
    let mut sorted = samples.to_vec();
    sorted.sort_by(f64::total_cmp);
    let count = sorted.len() as f64;
    let rank = (count / 2.0 - 0.98 * count.sqrt()).floor();
    if rank < 1.0 {
        return (f64::NEG_INFINITY, f64::INFINITY);
    }
    let at = rank as usize - 1;
    (sorted[at], sorted[sorted.len() - 1 - at])
}

/// Returns the minimum of the samples, the time without any disturbance; NaN if there are none.
pub fn least(samples: &[f64]) -> f64 {
    samples.iter().copied().min_by(f64::total_cmp).unwrap_or(f64::NAN)
}

/// Returns the median of the ratios `above[i] / below[i]`. The two were measured one after the other, under the same conditions.
pub fn ratio(above: &[f64], below: &[f64]) -> f64 {
    let rounds: Vec<f64> = above.iter().zip(below).map(|(above, below)| above / below).collect();
    median(&rounds)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_is_not_the_mean() {
        assert_eq!(median(&[9.0, 1.0, 2.0]), 2.0);
        assert_eq!(median(&[4.0, 1.0, 2.0, 100.0]), 3.0);
        assert!(median(&[]).is_nan());
    }

    #[test]
    fn the_interval_surrounds_the_median() {
        let samples: Vec<f64> = (1..=25).rev().map(f64::from).collect();
        assert_eq!(median_interval(&samples), (7.0, 19.0));
        assert_eq!(median_interval(&samples[..3]), (f64::NEG_INFINITY, f64::INFINITY));
        assert_eq!(median_interval(&[]), (f64::NEG_INFINITY, f64::INFINITY));
    }

    #[test]
    fn the_minimum_ignores_disturbances() {
        assert_eq!(least(&[3.0, 1.5, 80.0]), 1.5);
        assert!(least(&[]).is_nan());
    }

    #[test]
    fn ratios_are_taken_by_round() {
        // The second round ran on a busy machine, which affects both times alike.
        assert_eq!(ratio(&[2.0, 40.0, 2.2], &[1.0, 20.0, 1.0]), 2.0);
    }
}
