package dev.segue.contract;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How alike an encoded picture is to its source. */
public enum QualityMetric {
    /** Structural similarity of luma, 0 to 1. */
    @JsonProperty("ssim")
    SSIM,
    /** Netflix VMAF, 0 to 100. */
    @JsonProperty("vmaf")
    VMAF
}
