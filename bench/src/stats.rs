//! Statistics of several runs.
//!
//! In: samples. Out: their median, their minimum, and ratios.

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
    fn the_middle_is_not_the_mean() {
        assert_eq!(median(&[9.0, 1.0, 2.0]), 2.0);
        assert_eq!(median(&[4.0, 1.0, 2.0, 100.0]), 3.0);
        assert!(median(&[]).is_nan());
    }

    #[test]
    fn the_least_ignores_disturbances() {
        assert_eq!(least(&[3.0, 1.5, 80.0]), 1.5);
        assert!(least(&[]).is_nan());
    }

    #[test]
    fn ratios_are_taken_by_round() {
        // The second round ran on a busy machine, which affects both times alike.
        assert_eq!(ratio(&[2.0, 40.0, 2.2], &[1.0, 20.0, 1.0]), 2.0);
    }
}
