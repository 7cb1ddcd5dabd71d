"use strict";

// Two hundred parameters of one operation want a search of their own.
const MANY = 20;

const findParameters = ({ React }) => ({
  wrapComponents: {
    parameters: (Parameters) => (props) => {
      const [words, setWords] = React.useState("");
      const all = props.parameters;
      if (all.size <= MANY) return React.createElement(Parameters, props);
      const shown = all.filter((each) => (each.get("name") ?? "").includes(words.trim()));
      const search = React.createElement("input", {
        type: "search",
        placeholder: `Find one of ${all.size} parameters, such as state or __gte`,
        "aria-label": "Find a parameter",
        value: words,
        onChange: (event) => setWords(event.target.value),
      });
      return React.createElement(
        "div",
        { className: "many-parameters" },
        React.createElement("div", { className: "find-parameter" }, search),
        React.createElement(Parameters, { ...props, parameters: shown }),
      );
    },
  },
});

const place = document.getElementById("contract");
SwaggerUIBundle({
  url: place.dataset.address,
  domNode: place,
  plugins: [findParameters],
  deepLinking: true,
  docExpansion: "list",
  filter: true,
  defaultModelExpandDepth: 2,
  defaultModelsExpandDepth: 0,
  displayRequestDuration: true,
  validatorUrl: null,
});
