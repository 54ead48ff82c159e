using KillSwitch.Aws.Diagnosis.Checks;

namespace KillSwitch.Aws.Tests.Diagnosis.Checks;

public class SentenceTests
{
    [Theory]
    [InlineData("The meter failed. It waits.", "the meter failed; it waits")]
    [InlineData("CloudWatch counts more.", "CloudWatch counts more")]
    [InlineData("look at it", "look at it")]
    public void Whole_sentences_become_one_of_ours(string text, string sentence) => Sentence.Of(text).ShouldBe(sentence);
}
