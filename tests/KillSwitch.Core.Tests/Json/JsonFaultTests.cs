using System.Text.Json;
using KillSwitch.Core.Json;

namespace KillSwitch.Core.Tests.Json;

public class JsonFaultTests
{
    [Theory]
    [InlineData("<html>", "no valid JSON in line 1")]
    [InlineData("{\n\"a\": 1,\n", "no valid JSON in line 3")]
    public void What_is_no_json_is_said_by_its_line(string json, string says) =>
        JsonFault.Clause(Should.Throw<JsonException>(() => JsonDocument.Parse(json))).ShouldBe(says);

    [Fact]
    public void What_lacks_a_part_or_has_another_is_said_so()
    {
        using var document = JsonDocument.Parse("[]");

        JsonFault.Clause(Should.Throw<InvalidOperationException>(() => document.RootElement.GetProperty("a")))
            .ShouldBe("a part of it is of another kind");
        JsonFault.Clause(new KeyNotFoundException("The given key was not present in the dictionary."))
            .ShouldBe("a part of it is missing");
    }

    [Fact]
    public void What_our_own_readers_say_stays() =>
        JsonFault.Clause(new JsonException("`region` is missing.")).ShouldBe("`region` is missing");
}
