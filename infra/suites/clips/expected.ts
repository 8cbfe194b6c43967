import type { RejectReason } from '@cuepoint/domain'

/**
 * What has to become of each file of `../shared/clips`. A file of another folder is held to no more than that it is
 * either watchable or refused with a sentence.
 */
export const expected: Readonly<Record<string, 'watchable' | RejectReason>> = {
  // 33 million pixels: one picture takes more memory than a small machine has to spare.
  '8k24fps_300ms.mp4': 'too-many-pixels',
  // Sound alone.
  'sample_alac.mp4': 'no-video-track',
  'sample_opus_fragmented.mp4': 'no-video-track',
  // It has a sound that nothing can make out; the lesson without it would not be hers.
  'sample_missing_stsd.mp4': 'damaged',
  'asl-student.mkv': 'watchable',
  'bbb_176x144_128kbps_15fps_h263.3gp': 'watchable',
  'bbb_1920x1080_60fps_vp8.webm': 'watchable',
  'bbb_2500ms.ts': 'watchable',
  'bbb_800x640_768kbps_30fps_avc_pyramid_3b.mp4': 'watchable',
  'chrome.webm': 'watchable',
  'flower.mp4': 'watchable',
  'friday.mp4': 'watchable',
  'h265_with_metadata_track.mp4': 'watchable',
  'hdr10-video-with-sdr-container.mp4': 'watchable',
  'hlg10-color-test.mp4': 'watchable',
  'internal_emulator_transformer_output_270_rotated.mp4': 'watchable',
  'people-walking.mp4': 'watchable',
  'portrait_4k60.mp4': 'watchable',
  'sample.avi': 'watchable',
  'sample_12_5fps_720p_1s.mp4': 'watchable',
  'sample_android_slow_motion.mp4': 'watchable',
  'sample_edit_list.mp4': 'watchable',
  'sample_empty_track.mp4': 'watchable',
  'sample_fragmented.mp4': 'watchable',
  'sample_mdat_too_long.mp4': 'watchable',
  'sample_rotate_and_reflect.mp4': 'watchable',
  'sample_video_only.mp4': 'watchable',
  'sample_with_chapters.mp4': 'watchable',
  'sample_with_htc_rotation_track_name.mkv': 'watchable',
  'sample_with_increasing_timestamps_360p.mp4': 'watchable',
  'sample_with_srt.mkv': 'watchable',
  'silent-black-25s.mp4': 'watchable',
  'street-test.mp4': 'watchable',
}
