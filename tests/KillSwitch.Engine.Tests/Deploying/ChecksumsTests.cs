using KillSwitch.Engine.Deploying;

namespace KillSwitch.Engine.Tests.Deploying;

public class ChecksumsTests
{
    private const string OfAbc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    [Theory]
    [InlineData("  ")]
    [InlineData(" *")]
    public void What_was_made_is_known_again_and_everything_else_is_refused(string between)
    {
        var sums = Checksums.Parse($"{OfAbc.ToUpperInvariant()}{between}a file.zip\r\n\n{OfAbc}  other\n");

        sums.Fault("a file.zip", "abc"u8).ShouldBeNull();
        sums.Fault("other", "abd"u8).ShouldBe("`other` is not what the release was made with: its SHA-256 is another");
        sums.Fault("third", "abc"u8).ShouldBe("it lists no checksum for `third`");
    }

    [Theory]
    [InlineData("abc  file")]
    [InlineData("zz7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad  file")]
    [InlineData("<html>")]
    public void A_list_of_another_form_is_refused(string text) =>
        Should.Throw<FormatException>(() => Checksums.Parse(text)).Message.ShouldContain("is no line of `sha256sum`");
}
