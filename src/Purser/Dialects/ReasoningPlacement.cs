namespace Purser.Dialects;

/// <summary>Where a shape counts reasoning when the stated total cannot tell (providers 2).</summary>
public enum ReasoningPlacement
{
    /// <summary>Inside the output count.</summary>
    Inside,

    /// <summary>Beside the output count, unless the total says otherwise (xAI).</summary>
    Outside,

    /// <summary>Beside the output count and outside the total as well (Perplexity).</summary>
    OutsideTotal,

    /// <summary>A count of its own by definition, nothing to remark (Gemini).</summary>
    Separate,
}
