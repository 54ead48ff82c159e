using KillSwitch.Core.Notifications;

namespace KillSwitch.Core.Tests.Notifications;

public class PlainTextTests
{
    [Theory]
    [InlineData("\u001b[2J\u001b]0;pwned\u0007", "\uFFFD[2J\uFFFD]0;pwned\uFFFD")]
    [InlineData("\u009b31m", "\uFFFD31m")]
    [InlineData("a\nb\r\tc\0", "a\uFFFDb\uFFFD\uFFFDc\uFFFD")]
    [InlineData("user\u202Egnp.exe", "user\uFFFDgnp.exe")]
    [InlineData("a\u2066b\u2069", "a\uFFFDb\uFFFD")]
    [InlineData("ro\u200Ble", "ro\uFFFDle")]
    [InlineData("\uFEFFrole", "\uFFFDrole")]
    [InlineData("a\u2028b\u2029", "a\uFFFDb\uFFFD")]
    [InlineData("\uE000", "\uFFFD")]
    [InlineData("\U000E0041", "\uFFFD")]
    [InlineData("role/agent\u3164", "role/agent\uFFFD")]
    [InlineData("role/agent\u2800\u115F\uFE0F\u034F", "role/agent\uFFFD\uFFFD\uFFFD\uFFFD")]
    // What can be seen to be another name is left as it is: Cyrillic о.
    [InlineData("rоle/agent", "rоle/agent")]
    [InlineData("dröid 😀 東京", "dröid 😀 東京")]
    public void What_steers_or_shows_nothing_is_made_visible(string text, string plain) => PlainText.Of(text).ShouldBe(plain);

    // As a test's argument it would be mended on its way.
    [Fact]
    public void Half_of_a_surrogate_pair_is_made_visible() => PlainText.Of("half\uD800").ShouldBe("half\uFFFD");
}
