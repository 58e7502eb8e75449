(e=>{try{const t=JSON.parse(localStorage.getItem("rungs:"+e.dataset.site+":m:theme")).v;if(t=="dark"||t=="light")e.dataset.theme=t}catch{}})(document.documentElement)
